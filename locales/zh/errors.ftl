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
