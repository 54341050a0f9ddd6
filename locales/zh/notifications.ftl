# 电子邮件和个人页面上的通知。
notifications-greeting = { $name }，您好：
notifications-open = 查看办件
notifications-footer = 本邮件由系统自动发送，请勿回复。
notifications-submitted-subject = 您的办件 { $number } 已受理登记
notifications-submitted-text = “{ $procedure }”的申请已收到，办件编号为 { $number }。您可随时凭此编号查询进度。
notifications-supplement-asked-subject = 办件 { $number } 需要补正
notifications-supplement-asked-text = 办理“{ $procedure }”的工作人员需要您补充材料。请打开办件 { $number } 查看内容并在线提交。
notifications-payment-due-subject = 办件 { $number } 待缴费 { $amount }
notifications-payment-due-text = “{ $procedure }”需缴费 { $amount }。请打开办件 { $number } 在线缴费，或到收费窗口缴纳。
notifications-paid-subject = 办件 { $number } 已收到 { $amount }
notifications-paid-text = 已收到“{ $procedure }”的费用 { $amount }。收据和发票在办件 { $number } 中。
notifications-granted-subject = 办件 { $number } 已办结
notifications-granted-text = “{ $procedure }”已按您的申请办结，结果在办件 { $number } 中。
notifications-refused-subject = 办件 { $number } 未予办理
notifications-refused-text = “{ $procedure }”未能办理，理由及后续途径见办件 { $number }。
notifications-withdrawn-subject = 办件 { $number } 已终止
notifications-withdrawn-text = 办件 { $number }（“{ $procedure }”）未作决定即已终止。
