# Error pages and refusals.

## Error pages
errors-page-403-title = 您无权进行此操作
errors-page-403-text = 您的账号没有此项权限。如有疑问，请联系管理员。
errors-page-404-title = 未找到该页面
errors-page-404-text = 地址可能有误或已变更。请搜索事项，或凭编号查询办件。
errors-page-409-title = 内容刚被他人修改
errors-page-409-text = 没有丢失任何内容。请重新打开页面查看最新版本后再操作。
errors-page-422-title = 无法处理该请求
errors-page-422-text = 请返回按提示修改后重新提交。
errors-page-429-title = 操作过于频繁
errors-page-429-text = 请等待 { $seconds } 秒后重试。
errors-page-500-title = 系统出现问题
errors-page-500-text = 您刚才的操作可能未保存。请几分钟后重试；如仍有问题，请致电并告知下方代码。
errors-page-503-title = 服务暂时不可用
errors-page-503-text = 服务将在几分钟内恢复，已保存的内容不会丢失。
errors-page-code = 错误代码
errors-page-home = 返回首页

## 办理步骤
errors-task-over = 该任务已完成或不再需要，请重新打开办件查看状态。
errors-task-claimed = 该任务已由同事领取。
errors-task-role = 该任务属于其他岗位。
errors-task-action-unknown = 请从给出的决定中选择一项。
errors-task-without-form = 该任务没有需要填写的表单。
errors-incident-over = 该异常已处理。

## Refusals
errors-check-your-answers = 有些内容需要更正
errors-sign-in-failed = 用户名或密码不正确
errors-email-taken = 该邮箱已注册，请直接登录
errors-password-too-short = 密码至少需要 { $min } 个字符
errors-password-too-long = 密码超过 { $max } 字节
errors-password-too-simple = 密码过于简单，请使用一句短语
errors-form-expired = 页面打开时间过长，请重新提交
errors-foreign-form = 该请求并非来自本站
errors-wrong-content-type = 不支持该数据类型
errors-body-too-large = 提交的数据过大：最多 { $kilobytes } KB
errors-body-broken-off = 提交过程中连接中断，请重新提交
errors-too-many-fields = 表单项过多：最多 { $max } 项
errors-file-empty = 文件为空，请选择其他文件
errors-procedure-suspended = 该事项暂停网上受理
errors-unit-does-not-handle = 该单位不办理此事项，请选择其他单位
errors-too-many-drafts = 草稿过多，请提交或删除部分草稿
errors-too-many-papers = 上传的材料过多
errors-no-supplement-asked = 该办件无需补正
errors-too-late-to-withdraw = 该办件已作出决定，不能撤回
errors-payment-already-made = 该款项已缴纳，票据 { $receipt }
errors-payment-not-due = 该款项无需再缴
errors-payment-method-not-offered = 该款项不支持此支付方式
errors-payment-amount-differs = 应缴金额为 { $due }
errors-cash-other-unit = 该款项属于其他单位，请到相应窗口缴纳
errors-cash-not-taken-here = 本窗口不收现金
errors-amount-too-large = 金额过大
errors-ledger-currency = 账簿 { $ledger } 不以 { $currency } 记账
errors-ledger-account-missing = 账簿 { $ledger } 缺少用于“{ $purpose }”的科目
errors-ledger-other-books = 该分录属于其他账簿
errors-ledger-source-differs = 凭证 { $source } { $id } 已按其他内容入账
errors-invoice-series-missing = 法人单位 { $legal_entity } 未设置票据系列
errors-invoice-tax-unexplained = 票据税额与税率不符
errors-invoice-not-valid = 票据不合规：{ $problem }
errors-file-too-large = 文件过大：最多 { $megabytes } MB，请压缩或重新拍摄

## Files
errors-file-type = 不接受此类文件，仅接受 { $kinds }。请拍照或另存为 PDF
errors-file-broken = 文件已损坏或不完整，请自行打开检查后重新选择
errors-file-mixed = 文件中夹带其他内容，请重新拍照或扫描
errors-file-not-asked-for = 表单包含未要求的文件
errors-paper-missing = 请附上此材料
errors-form-unknown-field = 表单包含不存在的问题，请重新打开
errors-file-too-many-bytes = 文件总大小过大，请分两次发送
errors-sheet-too-long = 超过 200,000 行，请缩短时间范围或只选一个单位。
errors-closed-nothing-set = 以“{ $responsibility }”身份，您没有可进入的单位：既未设置安全范围，也未设置单位。请联系管理员。
errors-closed-empty-profile = 以“{ $responsibility }”身份，您没有可进入的单位：安全范围“{ $profile }”（按{ $level }设置）今天不含任何单位。请联系管理员。
errors-closed-unknown-unit = 以“{ $responsibility }”身份，您没有可进入的单位：按{ $level }设置的单位今天不存在。请联系管理员。
errors-closed-empty-loan = “{ $responsibility }”已委托给您，但今天委托人对所委托的单位均无权限。
errors-duties-kept-apart = 您本人已在此办理“{ $did }”，因此不能再办理“{ $does }”。规则：{ $rule }

## Access
errors-pending-nobody-else = 本辖区没有其他人可以确认。请先将职责授予第二人，或通过辖区配置代码执行。
errors-pending-over = 此事项已决定或已过期。如仍需要，请重新申请。
errors-pending-own = 此事项由您提出，须由他人确认。
errors-pending-unreadable = 此申请由其他版本的程序提交。请驳回后重新申请。
errors-loan-not-hers = 请选择您本人在整个期间持有的职责
errors-loan-not-a-colleague = 请选择同一业务组的同事
errors-loan-twice = 此职责在部分日期已委托给该同事
errors-loan-too-long = 委托期限最长 { $days } 天
errors-loan-unit-not-hers = 请选择该职责向您开放的单位
errors-duty-not-recorded = 此操作不留审计记录，无法分离
errors-duty-same = 请选择两项不同的职责
errors-duty-twice = 这两项职责已经分离
errors-policy-role = 请选择人员角色
errors-policy-verb-of-system = 此操作仅由系统执行，不能授予个人
errors-policy-locks-out = 此后将无人能更改策略
errors-access-day-past = 请选择今天或之后的日期
errors-access-day-not-after = 截止日不得早于起始日
errors-access-day-wrong = 请输入日期，例如 27 3 2027
errors-access-reason-short = 请说明理由，至少 { $min } 个字符
errors-access-reason-long = 请说明理由，最多 { $max } 个字符
errors-access-person = 请选择人员
errors-access-verb = 请选择操作
errors-access-unknown = 不存在，或您无权查看
errors-access-choose = 请从所列项中选择
errors-sheet-too-large = 文件超过{ $max } MB。
errors-sheet-unpacks = 文件解压后超过{ $max } MB。
errors-sheet-rows = 文件超过{ $max }行。
errors-sheet-columns = 文件超过{ $max }列。
errors-sheet-cell = 有单元格超过{ $max }个字符。
errors-sheet-unreadable = 无法读取该文件：须为XLSX或UTF-8编码的CSV。
errors-sheet-empty = 文件为空。
