# Who may do what, and why.
access-level-user = особа
access-level-responsibility = обов’язки
access-level-application = застосунок
access-level-site = уся установа
