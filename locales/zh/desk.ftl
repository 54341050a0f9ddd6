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
