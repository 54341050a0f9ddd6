# The citizens' portal.

## Frame
portal-nav-services = 办事
portal-nav-track = 进度查询
portal-nav-dossiers = 我的办件
portal-nav-notices = 通知
portal-nav-notices-unread = { $n } 条未读通知
portal-foot-help = 帮助
portal-foot-phone = 咨询电话：{ $phone }
portal-foot-phone-hours = 咨询电话：{ $phone }（{ $hours }）
portal-foot-about = 关于本站
portal-foot-accessibility = 无障碍声明
portal-foot-licences = 开源许可

## Home
portal-home-title = 您要办什么事？
portal-home-lead = 共 { $n } 个事项，可查看所需材料、在线申报并缴费。
portal-search-label = 搜索事项
portal-search-example = 例如：出生登记、营业执照、建房许可
portal-search-popular = 热门搜索：
portal-quick-track = 进度查询
portal-quick-track-detail = 凭办件编号查询，无需登录
portal-quick-dossiers = 我的办件
portal-quick-dossiers-detail = 补充材料，领取结果
portal-quick-pay = 在线缴费
portal-quick-pay-detail = 网上支付，领取电子票据
portal-quick-all = 全部事项
portal-quick-all-detail = 按领域、网办深度、收费筛选
portal-events-title = 按人生事项办
portal-events-count = { $n } 个事项
portal-popular-title = 高频事项
portal-popular-all = 全部事项
portal-apply = 在线申报
portal-see-guide = 办事指南
portal-results-title = 本月办理情况
portal-results-on-time = 按时办结率
portal-results-online = 网上申报率
portal-results-received = 受理办件
portal-results-completed = 办结办件
portal-percent = { $value }%
portal-news-title = 公告
portal-halls-title = 服务大厅

## Search
portal-search-title = 事项搜索
portal-search-results = “{ $query }”：{ $n } 个事项
portal-search-all = 共 { $n } 个事项
portal-search-nothing = 没有找到与“{ $query }”相符的事项
portal-search-nothing-help = 请换用更短的词，或使用拼音首字母，也可以按领域选择。
portal-search-filters = 筛选
portal-search-clear = 清除筛选
portal-search-remove = 移除筛选

## Guide
portal-guide-who = 申请对象
portal-guide-bring = 申请材料
portal-guide-bring-nothing = 无需提交材料：政府已掌握的信息由我们核查。
portal-guide-paper-optional = 如有
portal-guide-paper-form = 下载样表
portal-guide-fees = 收费标准
portal-guide-where = 办理地点
portal-guide-legal = 法律依据
portal-guide-steps = 办理流程
portal-guide-result = 办理结果
portal-guide-agency = 实施机关
portal-guide-version = 版本 { $version }
portal-guide-code = 事项编码
portal-guide-apply-note = 约需 10 分钟，每一步都会自动保存。
portal-guide-counter-only = 本事项仅在窗口受理。

## Apply
portal-apply-steps = 申报步骤
portal-apply-step-of = 第 { $n } 步，共 { $of } 步
portal-apply-step-done = 已完成
portal-apply-step-now = 填写中
portal-apply-step-todo = 未填写
portal-apply-next = 保存并继续
portal-apply-later = 保存，稍后继续
portal-apply-back = 返回上一步
portal-apply-yours = 您的申报
portal-apply-saved = 草稿已于 { $time } 保存
portal-apply-help = 需要帮助？
portal-apply-help-phone = 请拨打 { $phone }，并说明您正在申报的事项。
portal-check-title = 提交前请核对
portal-check-change = 修改
portal-check-empty = 未填写
portal-check-papers = 已上传材料
portal-check-declare = 本人承诺以上填报内容真实有效，并依法承担相应责任。
portal-check-submit = 提交申报
portal-check-fee-note = 费用按您填写的内容计算，提交后缴纳。

## Sent
portal-sent-title = 提交成功
portal-sent-code = 您的办件编号
portal-sent-qr = 扫码查询办理进度
portal-sent-mail = 受理回执已发送至 { $email }。
portal-sent-next = 后续步骤
portal-sent-pay = 请缴纳 { $amount }，缴费后开始办理
portal-sent-pay-soon = 缴费单正在生成，稍后可在办件页面缴费。
portal-sent-pay-later = 暂不需缴费：办理单位审核后会通知您缴纳，自通知起至缴费期间办理时限暂停。
portal-sent-due-after-payment = 办结日期自缴费后起算。
portal-sent-receipt = 下载受理回执（PDF）
portal-sent-track = 查看办理进度

## Pay
portal-pay-title = 缴费
portal-pay-for = 办件 { $code }
portal-pay-lines = 缴费明细
portal-pay-method = 支付方式
portal-pay-payee = 收款单位
portal-pay-until = 缴费截止
portal-pay-button = 支付 { $amount }
portal-pay-once = 点击一次即可；重复点击不会重复扣款。
portal-pay-at-hall = 也可到窗口缴纳现金，请告知办件编号。
portal-paid-paid = 支付成功
portal-paid-pending = 等待银行确认
portal-paid-pending-detail = 通常不到一分钟。您可以关闭本页，结果会通过邮件通知。
portal-paid-check = 重新查询
portal-paid-failed = 支付未成功
portal-paid-failed-detail = 未扣款。请重试或更换支付方式。
portal-paid-cancelled = 支付已取消
portal-paid-retry = 重新支付
portal-paid-at = 时间
portal-paid-goes-on = 您的办件将继续办理，如有进展会通知您。
portal-paid-receipt-number = 收据编号
portal-paid-receipt-coming = 收据正在生成，稍后可在办件页面下载。
portal-paid-reference = 支付平台交易号
portal-paid-receipt = 下载收据（PDF）
portal-paid-dossier = 返回办件

## Track
portal-track-title = 进度查询
portal-track-lead = 请输入办件编号，以及申报时所填手机号或证件号的后 4 位。无需登录。
portal-track-code = 办件编号
portal-track-code-hint = 见受理回执，例如 { $example }
portal-track-digits = 手机号或证件号后 4 位
portal-track-now = 当前办理单位
portal-track-history = 办理过程
portal-track-another = 查询其他办件
portal-supplement-title = 需要补正材料
portal-supplement-papers = 需补充：
portal-supplement-until = 请于 { $date } 前补充，期间办理时限暂停。
portal-supplement-button = 立即补充
portal-supplement-sign-in = 登录后补充
portal-supplement-send = 提交补正

## My dossiers
portal-dossiers-title = 我的办件
portal-dossiers-drafts = 草稿
portal-dossiers-sent = 已提交
portal-dossiers-none = 您还没有提交办件。
portal-dossiers-find = 查找事项
portal-draft-continue = 继续填写
portal-draft-saved = 保存于 { $time }
portal-dossier-submitted = 提交于 { $time }

## One dossier
portal-dossier-result = 办理结果
portal-dossier-result-get = 下载结果（PDF）
portal-dossier-result-number = 编号 { $number }，{ $date }
portal-dossier-papers = 已提交材料
portal-dossier-documents = 我们出具的文书
portal-dossier-payments = 缴费
portal-dossier-pay = 去缴费
portal-payment-due = 待缴
portal-payment-pending = 确认中
portal-payment-paid = 已缴
portal-payment-refunded = 已退款
portal-payment-cancelled = 已取消
portal-dossier-answers = 填报内容

## Notices
portal-notices-title = 通知
portal-notices-none = 暂无通知。
portal-notices-unread = 未读
portal-notices-mark = 全部标为已读

## Account
portal-register-title = 注册账号
portal-register-button = 注册
portal-register-have = 已有账号？
portal-sign-in-none = 还没有账号？
portal-sign-in-continue = 请登录后继续，已填写的内容会保留。
portal-sign-in-demo = 演示账号

## Accessibility statement
portal-access-title = 无障碍声明
portal-access-lead = 我们希望每个人，包括视障、听障人士、老年人以及使用简易设备的人，都能独立办事。
portal-access-standard-title = 遵循的标准
portal-access-standard = 本站按照 WCAG 2.2 AA 级和 EN 301 549 建设，每个页面发布前均经过自动检测。
portal-access-can-title = 您可以
portal-access-can-keyboard = 只用键盘完成全部操作
portal-access-can-reader = 使用读屏软件收听全部内容
portal-access-can-zoom = 将文字放大到 400% 而无需横向滚动
portal-access-can-script = 在关闭 JavaScript 的浏览器中申报和缴费
portal-access-report-title = 遇到困难？
portal-access-report = 请拨打 { $phone } 或前往就近大厅：工作人员会协助您，我们也会改进页面。

## What the catalogue is sorted by
portal-guide-qr = 扫码在手机上打开本指南
portal-guide-paper-original = 原件或其照片
portal-guide-paper-copy = 复印件
portal-audience-citizen = 面向公民
portal-audience-business = 面向企业和组织
portal-facet-domain = 主题
portal-facet-event = 人生事项
portal-facet-audience = 服务对象
portal-facet-online = 网办深度

## Papers and sending
portal-apply-papers = 所附材料
portal-apply-papers-intro = 请逐份拍照或扫描，确保文字清晰。如需为同一材料补充页面，请返回本步骤。
portal-check-changed = 您的填写内容已在其他窗口中修改，请再次核对后提交。
portal-check-declare-needed = 请确认所填内容属实

## Tracking
portal-track-enter-both = 请输入办件编号和末4位数字
portal-track-unknown = 没有与该编号和数字相符的办件，请与回执核对
portal-track-supplement = 经办部门要求补正材料，请登录查看并补充。

## Adding and withdrawing
portal-supplement-reason = 经办部门需要更多材料才能继续办理。
portal-supplement-other = 其他材料
portal-supplement-word = 给经办部门的留言
portal-supplement-sent = 谢谢：经办部门已收到您补充的内容。
portal-withdraw-title = 撤回申请
portal-withdraw-meaning = 办理将终止，不再出具结果，未缴费用不再收取。您可随时重新申请。
portal-withdraw-sure = 是的，我要撤回此申请
portal-withdraw-sure-needed = 请确认要撤回
portal-withdraw-button = 撤回
portal-withdraw-done = 正在撤回申请。

## Ways to pay
portal-pay-delivery = 结果寄送
portal-pay-tax = 税
portal-pay-online = 在线支付：银行卡、网银或电子钱包
portal-pay-online-hint = 将跳转至支付平台，完成后返回本页。
portal-pay-cash = 在服务大厅现金缴费
portal-pay-cash-hint = 请在收费窗口出示编号 { $reference }。
portal-pay-bank = 银行转账
portal-pay-bank-hint = 转账附言仅填写 { $reference }。
portal-pay-choose = 请选择缴费方式
portal-pay-nothing-due = 该办件目前无需缴费。
portal-pay-by-transfer = 请转账并在附言中填写编号，到账后继续办理。

## Account
portal-account-title = 我的账户
portal-account-details = 您的信息
portal-account-sessions = 登录记录
portal-account-session = 浏览器
portal-account-this = 当前
portal-account-since = 自 { $time }
portal-account-until = 至 { $time }
portal-account-end = 退出该处登录
portal-account-end-others = 退出其他所有登录
portal-account-ended = 已退出。
portal-account-tokens = 代您操作的程序
portal-account-tokens-lead = 令牌可让程序以您的身份使用接口，请勿交给不信任的人。
portal-account-token-name = 令牌用途
portal-account-token-make = 创建令牌
portal-account-token-shown = 请立即复制此令牌：仅显示一次。
portal-account-token-end = 撤销

## 文书核验
portal-verify-title = 文书核验
portal-verify-lead = 请输入办理结果或不予办理决定上二维码下方的编码，核验该文书是否由本机关出具。无需登录，无需上传文件。
portal-verify-code = 文书编码
portal-verify-code-hint = 共 36 个字符，例如 019a8f3c-5b1e-7c20-9d4f-2b7a61c0e8d5
portal-verify-button = 核验
portal-verify-enter = 请输入文书编码
portal-verify-no-code = 这不是文书编码。编码共 36 个字符，印在二维码下方
portal-verify-genuine = 本机关登记有该文书
portal-verify-compare = 请将下列信息与手中的文书逐项核对。如有任何不符，则该文书并非本机关所出具。
portal-verify-broken = 请暂勿使用该文书
portal-verify-broken-detail = 该文书已有登记，但存档文件与登记信息不一致。使用前请先致电本机关。
portal-verify-kind = 文书种类
portal-verify-kind-result = 办理结果
portal-verify-kind-refusal = 不予办理决定
portal-verify-number = 文号
portal-verify-body = 出具机关
portal-verify-date = 日期
portal-verify-digest = 文件指纹（SHA-256）
portal-verify-private = 本页不显示文书所涉个人的任何信息。
portal-verify-unknown = 本机关未出具过此编码的文书
portal-verify-unknown-detail = 请逐字核对编码。若编码无误而仍显示本页，则该文书并非本机关出具，请勿采信，并告知我们。
portal-verify-another = 核验其他文书
portal-refund-at-desk = 请到收费窗口领取，编号 { $reference }
portal-refund-at-gateway = 正在原路退回，编号 { $reference }
portal-refund-paid = 已退还，编号 { $reference }
