# Forms: what every field and its mistakes say.
forms-errors-title = 请先更正以下 { $n } 处
# For the page, not for its reader: the order of the three parts of a day.
forms-date-order = year-month-day
forms-day = 日
forms-month = 月
forms-year = 年
forms-choose = 请选择
forms-file-choose = 选择文件
forms-file-none = 未选择文件
forms-file-limit = { $kinds }，不超过 { $size }。
forms-file-remove = 移除
forms-file-attached = 已上传
forms-prefilled = 已从您的账号填入
forms-characters = 不超过 { $n } 个字
forms-password = 密码
forms-password-new-hint = 至少 10 个字符，建议使用一句短语。
forms-email = 电子邮箱
forms-name = 姓名
forms-phone = 手机号码
forms-identity = 公民身份号码
forms-identity-hint = 身份证上的 18 位号码。

## What is wrong with an answer
forms-problem-missing = 请填写此项
forms-problem-unknown-field = 表单中没有此项
forms-problem-several-values = 只能填写一个值
forms-problem-too-long = 请缩短至 { $limit } 个字符以内
forms-problem-control-characters = 含有不可打印的字符，请手动输入
forms-problem-not-whole = 请输入整数，例如 12
forms-problem-not-number = 请输入数字，例如 12.5
forms-problem-too-many-decimals = 最多 { $limit } 位小数
forms-problem-too-small = 不得小于 { $limit }
forms-problem-too-large = 不得大于 { $limit }
forms-problem-not-day = 请输入有效日期，例如 2026 年 11 月 5 日
forms-problem-too-early = 日期不得早于 { $limit }
forms-problem-too-late = 日期不得晚于 { $limit }
forms-problem-not-an-option = 请从给定选项中选择
forms-problem-not-yes-no = 请选择“是”或“否”
forms-problem-not-identity = 号码不正确，请与证件核对
forms-problem-not-email = 请输入完整的邮箱地址，例如 ming@lizi.cn
forms-problem-not-phone = 请输入电话号码，例如 138 0013 8000
forms-problem-pattern = 请按提示的格式填写
forms-level = 第{ $n }级
forms-level-more = 显示下一级
forms-problem-incomplete = 请继续选择下一级。
