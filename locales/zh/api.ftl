# The API for programs: what its refusals say.

api-not-json = 请求内容不是有效的 JSON：第 { $line } 行第 { $column } 列
api-too-deep = 对象和列表最多嵌套 { $max } 层
api-too-many-members = 一个对象或列表最多有 { $max } 个成员
api-not-valid = 请求不符合要求
api-not-an-object = 此处必须是对象
api-unknown-member = 此处没有这个成员
api-missing-member = 缺少此项
api-not-a-text = 此处必须是文本
api-not-an-answer = 答案可以是文本、数字、true 或 false，或它们的列表
api-query-not-valid = 地址中的参数不正确
api-key-missing = 请在请求头 Idempotency-Key 中为每次申请提供新的键
api-key-not-valid = Idempotency-Key 必须为 1 至 128 个可打印字符，不含空格
api-key-reused = 此 Idempotency-Key 已用于另一份申请，请换一个新的
api-procedure-unknown = 没有此代码的事项
api-unit-unknown = 没有此代码的单位
api-papers-needed = 须附上以下材料，请在门户网站办理：{ $papers }
api-note-too-long = 备注最多 { $max } 个字符
api-problem-not-found = 此地址没有内容，或者您无权查看；从外部无法区分这两种情况。
api-problem-denied = 您可以看到但无权操作：您的角色不包括此操作。本次尝试已被记录。
api-problem-sign-in-needed = 请以“Authorization: Bearer …”发送有效令牌。您的令牌缺失、未知、已撤销或已过期，请在账户中新建。
api-problem-refused = 规则不允许，未作任何更改。“detail”和“errors”说明原因和位置。
api-problem-conflict = 他人已先行更改，或使用此键的首次调用仍在处理。请重新查看后再试。
api-problem-too-many-requests = 短时间内请求过多。请按 Retry-After 所示等待。
api-problem-unavailable = 服务的一部分暂时无响应。请在 Retry-After 所示时间后重试；使用相同的 Idempotency-Key 不会重复办理。
api-problem-internal = 我们这边出了问题。联系我们时请提供“trace”。
