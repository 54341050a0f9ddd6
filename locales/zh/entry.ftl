# 多个地区的统一入口。
entry-title = 统一入口
entry-intro = 在此查找各地的办事项目，只需登录一次；申请在各地自己的门户上提交。
entry-members = 成员地区
entry-first = 部分事项
entry-count = { $n }个事项
entry-handover-over = 此次跳转已失效，请返回统一入口重新选择。
entry-own-account = 您在此处已用该邮箱注册过账号，请用该账号的密码登录。
