# 文书：回执、补正通知、不予受理、办理结果、发票。

documents-number = 编号：{ $number }
documents-place-date = { $place }　{ $date }
documents-state-VN = 越南社会主义共和国
documents-motto-VN = 独立 — 自由 — 幸福
documents-state-UA = 乌克兰
documents-proof-track = 扫码查询办理进度
documents-proof-verify = 扫码核验本文书真伪
documents-proof-code = 编码：{ $code }
documents-sign-hint = （签名）

documents-dossier = 办件编号
documents-applicant = 申请人
documents-address = 地址
documents-telephone = 联系电话
documents-email = 电子邮箱
documents-procedure = 申请事项
documents-legal-basis = 法律依据

documents-acknowledgement-title = 受理通知书
documents-acknowledgement-subtitle = 暨结果领取凭证
documents-acknowledgement-intro = { $body }已收到下列申请：
documents-acknowledgement-papers = 收到材料
documents-acknowledgement-count = { $count } 份
documents-acknowledgement-limit = 办理时限
documents-acknowledgement-received = 收件时间
documents-acknowledgement-collect = 结果领取地点
documents-acknowledgement-due = 承诺办结时间
documents-acknowledgement-no-due = 办结后将另行通知。
documents-acknowledgement-applicant-signs = 申请人
documents-acknowledgement-receiver-signs = 收件人
documents-acknowledgement-online = 网上提交，无需签名即为有效。

documents-supplement-title = 材料补正通知书
documents-supplement-reason = 补正原因
documents-supplement-wanted = 请补充下列材料
documents-supplement-respond-by = 请于{ $date }前补正。补正期间不计入办理时限。
documents-supplement-respond = 补正期间不计入办理时限。
documents-supplement-officer-signs = 经办人

documents-refusal-title = 不予受理通知书
documents-refusal-reason = 不予受理的理由
documents-refusal-appeal = 如对本决定不服，可在法定期限内申请行政复议或者提起行政诉讼。
documents-refusal-officer-signs = 经办人

documents-result-certifies = { $body }兹证明：
documents-result-decision = 决定
documents-result-valid-until = 有效期至
documents-result-issued-for = 对应办件
documents-result-signs = { $title }

documents-receipt-title = 缴费收据
documents-receipt-payer = 缴款人
documents-receipt-issuer = 收款单位
documents-receipt-registration = 统一社会信用代码
documents-receipt-column-number = 序号
documents-receipt-column-name = 收费项目
documents-receipt-column-amount = 金额
documents-receipt-total = 实收合计
documents-receipt-words = 大写：{ $words }
documents-receipt-paid-at = 缴费时间
documents-receipt-means = 缴费方式
documents-receipt-means-cash = 窗口现金
documents-receipt-means-online = 网上支付
documents-receipt-reference = 交易号
documents-receipt-cashier-signs = 收款人

documents-invoice-title = 电子发票
documents-invoice-credit-note-title = 红字发票
documents-invoice-issued-on = 开票日期
documents-invoice-currency = 币种
documents-invoice-seller = 销售方
documents-invoice-buyer = 购买方
documents-invoice-registration = 统一社会信用代码
documents-invoice-tax-number = 纳税人识别号
documents-invoice-column-number = 序号
documents-invoice-column-name = 项目名称
documents-invoice-column-quantity = 数量
documents-invoice-column-price = 单价
documents-invoice-column-vat = 税率
documents-invoice-column-amount = 金额
documents-invoice-vat-outside = 不征税
documents-invoice-vat-exempt = 免税
documents-invoice-net = 不含税合计
documents-invoice-tax = 增值税 { $rate } %
documents-invoice-gross = 价税合计
documents-invoice-prepaid = 已付
documents-invoice-due = 应付
documents-invoice-vat-reason = 不计税依据
documents-invoice-corrects = 冲红原票
documents-invoice-picture = 本页为电子发票的版式展示，XML 文件为发票原件。
documents-credit-note-title = 红字发票
documents-invoice-give-back = 应退金额
