# Who may do what, and why.
access-level-user = 个人
access-level-responsibility = 职责
access-level-application = 应用
access-level-site = 全辖区
