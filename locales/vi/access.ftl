# Who may do what, and why.
access-level-user = cá nhân
access-level-responsibility = vai trò
access-level-application = ứng dụng
access-level-site = toàn hệ thống
