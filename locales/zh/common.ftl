# Words that every surface shares.

## The frame of a page
common-skip = 跳到主要内容
common-language = 语言
common-navigation = 主导航
common-breadcrumbs = 当前位置
common-home = 首页
common-sign-in = 登录
common-sign-out = 退出登录
common-demo = 演示版本：本站所有名称、办件和金额均为虚构。
common-print = 打印本页
common-back = 返回
common-search = 搜索
common-open = 打开
common-download = 下载
common-yes = 是
common-no = 否
common-none = 无
common-labelled = { $label }：{ $text }
common-error-prefix = 错误
common-colon = ：

## Pages of a list
common-pages = 分页
common-page-previous = 上一页
common-page-next = 下一页
common-page-number = 第 { $n } 页
common-page-of = 第 { $page } / { $pages } 页

## How long something may take
common-limit-same-day = 当场办结
common-limit-working-days = { $n } 个工作日
common-limit-calendar-days = { $n } 天
common-limit-working-hours = { $n } 个工作小时
common-limit-months = { $n } 个月

## When something is due
common-due-left-days = 剩余 { $n } 天
common-due-left-hours = 剩余 { $n } 小时
common-due-over-days = 逾期 { $n } 天
common-due-over-hours = 逾期 { $n } 小时
common-due-paused = 已暂停计时
common-due-done = 已办结
common-due-date = 承诺办结时间
common-due-how = 时限如何计算
common-due-start = 起算时间
common-due-limit = 办理时限
common-due-skipped = 不计入的日期
common-due-pauses = 暂停计时
common-due-pause-until = 已结束：{ $from } 至 { $to }
common-due-pause-open = 自 { $from } 起，尚未结束
common-due-pause-payment = 等待缴费
common-due-pause-supplement = 等待补正
common-due-result = 结果

## What it costs
common-fee = 收费
common-fee-free = 不收费
common-fee-from = { $amount } 起
common-fee-formula = 按办件核算
common-total = 合计

## How far a procedure is online
common-level = 网办深度
common-level-full = 全程网办
common-level-partial = 部分网办
common-level-counter = 窗口办理
common-time = 时限

## Where a dossier stands
common-state = 状态
common-state-submitted = 待受理
common-state-in-progress = 办理中
common-state-awaiting-payment = 待缴费
common-state-awaiting-supplement = 待补正
common-state-granted = 已办结
common-state-refused = 不予办理
common-state-withdrawn = 已撤回
common-state-incident = 需人工核查

## How a dossier came in
common-channel-portal = 网上
common-channel-counter = 窗口
common-channel-api = 系统对接
common-channel-post = 邮寄

## Things with a dossier
common-dossier-code = 办件编号
common-procedure = 事项
common-unit = 承办单位
common-received = 收件时间
common-amount = 金额
common-optional = 选填

## What happened to a dossier
common-log-received = 已收件
common-log-accepted = 已受理
common-log-assessed = 已审核
common-log-supplement-asked = 要求补正材料
common-log-supplemented = 申请人已补正
common-log-payment-asked = 通知缴费
common-log-paid = 已缴费
common-log-approved = 已批准
common-log-sent-back = 退回复核
common-log-refusal-decided = 决定不予办理
common-log-finished-granted = 已办结
common-log-finished-refused = 办结：不予办理
common-log-finished-withdrawn = 办结：申请人撤回
common-log-withdrawn = 申请人撤回申请
common-due-weekly-off = 周末休息日
common-due-after-cut-off = 超过当日受理时限，自下一工作日起算
common-log-refund-raised = 已提出退费
common-log-refund-approved = 退费已批准
common-log-refund-refused = 退费未获批准
common-log-refund-paid = 已退费
