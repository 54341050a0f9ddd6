## Frame
desk-title = 工作台
desk-context = 工作岗位
desk-find = 查找办件编号、姓名、证件号
desk-menu-work = 办件
desk-menu-hall = 窗口
desk-menu-audit = 监督
desk-menu-admin = 管理
desk-menu-item-tasks = 待办件
desk-menu-item-dossiers = 全部办件
desk-menu-item-incidents = 异常办件
desk-menu-item-cash = 收费
desk-menu-item-dashboard = 统计
desk-menu-item-trail = 操作日志
desk-menu-item-organisation = 组织机构
desk-menu-item-procedures = 事项

## Sign-in
desk-sign-in-title = 工作人员登录

## Work list
desk-list-title = 待办件
desk-list-read = { $time } 更新
desk-list-export = 导出 CSV
desk-list-search = 列表内查找
desk-list-search-example = 编号或姓名
desk-list-filter = 筛选
desk-list-applied = 当前筛选：
desk-list-remove = 移除筛选
desk-list-clear = 全部清除
desk-list-count = { $n } 件
desk-list-none = 没有符合条件的办件。
desk-list-claim = 领取
desk-list-unassigned = 未领取
desk-light-all = 全部
desk-light-overdue = 已逾期
desk-light-soon = 即将到期
desk-light-on-time = 期限内
desk-light-paused = 暂停计时
desk-light-done = 已办结
desk-column-code = 办件编号
desk-column-applicant = 申请人
desk-column-procedure = 事项
desk-column-step = 环节
desk-column-due = 时限
desk-column-actions = 操作

## Dossier
desk-dossier-applicant = 申请人
desk-dossier-answers = 填报内容
desk-dossier-papers = 上传材料
desk-dossier-documents = 已出具文书
desk-dossier-payments = 缴费
desk-dossier-history = 办理过程
desk-dossier-due = 时限
desk-dossier-no-task = 目前该办件没有需要您处理的环节。
desk-dossier-conflict = 该办件刚被他人修改
desk-dossier-incident = 办件出现异常，需人工处理
desk-dossier-retry = 重试
desk-task-title = 当前环节
desk-task-role = 岗位
desk-task-assignee = 办理人
desk-task-claim = 领取任务
desk-task-release = 退回
desk-task-choose = 办理意见

## Roles and context
desk-role-receiver = 受理
desk-role-assessor = 审核
desk-role-approver = 审批
desk-role-cashier = 收费
desk-role-auditor = 监察
desk-role-administrator = 管理
desk-context-every-unit = 全部单位
desk-context-switched = 已切换工作岗位。

## Filters of the work list
desk-filter-whose = 归属
desk-filter-whose-any = 我的和未领取的
desk-filter-whose-mine = 我的
desk-filter-whose-free = 未领取
desk-filter-whose-all = 本单位全部
desk-filter-procedure = 事项
desk-filter-procedure-any = 全部事项
desk-filter-role = 环节
desk-filter-role-any = 全部环节
desk-filter-channel = 渠道
desk-filter-channel-any = 全部渠道
desk-filter-received = 收件日期
desk-filter-received-any = 不限日期
desk-filter-received-today = 今天
desk-filter-received-week = 近7天
desk-filter-received-month = 近30天
desk-filter-received-older = 30天以前

## More of a dossier
desk-dossier-entity = 签发机关
desk-dossier-hall = 服务大厅
desk-dossier-channel = 渠道
desk-dossier-paper-other = 补充材料
desk-paper-acknowledgement = 受理通知书
desk-paper-supplement = 补正通知书
desk-paper-refusal = 不予办理通知书
desk-paper-result = 办理结果
desk-paper-receipt = 收据
desk-paper-invoice = 电子发票
desk-task-note = 给申请人的说明
desk-task-note-hint = 不予办理、退回或要求补正时必填。
desk-task-note-missing = 请写明原因或缺少的材料
desk-outcome-accept = 通过
desk-outcome-approve = 批准
desk-outcome-refuse = 不予办理
desk-outcome-request-supplement = 要求补正
desk-outcome-return = 退回上一环节
desk-outcome-done = 完成
desk-flash-claimed = 您已领取该任务。
desk-flash-released = 任务已退还。
desk-flash-done = 已记录，进入下一环节。
desk-flash-approved = 已批准，正在制作结果。
desk-flash-refused = 已记录不予办理，将通知申请人。
desk-flash-supplement-asked = 已要求补正，时限暂停。
desk-flash-returned = 已退回上一环节。
desk-flash-retried = 系统正在重试。

## Incidents
desk-incident-what = 问题
desk-incident-since = 发生时间
desk-incident-none = 没有卡住的办件。
desk-incident-job = 自动任务未能完成。
desk-incident-condition = 流程无法计算条件。
desk-incident-deadlock = 流程无法继续。
desk-incident-limit = 流程循环次数过多。
desk-context-no-unit = 不进入任何单位：只处理全辖区事务
desk-context-units = { $n } 个单位
desk-context-lent = 由{ $lender }委托

## Access
desk-menu-item-policies = 权限策略
desk-menu-item-access = 权限说明
desk-own-access = 我的权限与委托
desk-menu-item-dictionaries = 字典
desk-menu-item-people = 人员
desk-menu-item-responsibilities = 职责
desk-menu-item-history = 变更记录
## 窗口收件
desk-menu-item-intake = 窗口收件
desk-intake-title = 窗口收件
desk-intake-lead = 为现场申请人收件。窗口收件与网上申报走同一流程、用同一编号序列。
desk-intake-begun = 已录入、未提交
desk-intake-resume = 继续办理
desk-intake-discard = 删除
desk-intake-discarded = 已删除未提交的内容。
desk-intake-procedure = 事项
desk-intake-none = 您所在单位没有相符的事项
desk-intake-person = 申请人是谁？
desk-intake-unit = 由哪个单位收件？
desk-intake-who = 身份证号或电子邮箱
desk-intake-who-hint = 按身份证件填写，或填写其网站账号的邮箱
desk-intake-who-missing = 请输入身份证号或电子邮箱
desk-intake-find = 查找
desk-intake-found = 查找结果
desk-intake-found-compare = 请与申请人出示的证件核对。同一号码可能有多人填报。
desk-intake-take = 选择此人
desk-intake-no-account = 无账号
desk-intake-not-found = 没有查到此人，请在下方录入。
desk-intake-new = 录入无账号申请人
desk-intake-new-lead = 申请人凭办件编号和该号码查询进度。通知信件只发给有账号的人。
desk-intake-number-hint = 身份证号和电话至少填一项
desk-intake-number-missing = 请输入身份证号或电话号码
desk-intake-enter = 录入并继续
desk-intake-for = 申请人：
desk-intake-declare = 申请人已核对以上内容，确认填报属实、材料真实
desk-intake-declare-needed = 请先让申请人确认填报内容
desk-intake-file = 确认收件
desk-intake-receipt = 收件回执
desk-intake-filed = 已收件。请打印回执交给申请人。
desk-intake-place = 收件地点
desk-intake-to-pay = 应缴金额
desk-intake-officer = 收件人
desk-intake-track = 凭办件编号和身份证号或电话末 4 位查询进度：
desk-intake-open = 打开办件
desk-intake-next = 下一位
desk-menu-item-accounting = 会计
desk-menu-item-reorganisations = 机构调整
desk-menu-item-onboarding = 开通设置
