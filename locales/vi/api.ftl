# The API for programs: what its refusals say.

api-not-json = Nội dung không phải JSON hợp lệ: dòng { $line }, cột { $column }
api-too-deep = Đối tượng và danh sách chỉ được lồng nhau tối đa { $max } cấp
api-too-many-members = Một đối tượng hay danh sách có tối đa { $max } phần tử
api-not-valid = Yêu cầu chưa đúng
api-not-an-object = Chỗ này phải là một đối tượng
api-unknown-member = Ở đây không có trường này
api-missing-member = Còn thiếu trường này
api-not-a-text = Chỗ này phải là văn bản
api-not-an-answer = Câu trả lời là văn bản, số, true hoặc false, hoặc danh sách của chúng
api-query-not-valid = Một tham số trong địa chỉ không đúng
api-key-missing = Hãy gửi tiêu đề Idempotency-Key với một khóa mới cho mỗi hồ sơ
api-key-not-valid = Idempotency-Key phải có từ 1 đến 128 ký tự in được, không có khoảng trắng
api-key-reused = Idempotency-Key này đã dùng cho hồ sơ khác. Hãy dùng khóa mới
api-procedure-unknown = Không có thủ tục nào mang mã này
api-unit-unknown = Không có đơn vị nào mang mã này
api-papers-needed = Phải đính kèm giấy tờ, hãy nộp trên cổng: { $papers }
api-note-too-long = Ghi chú có tối đa { $max } ký tự
api-problem-not-found = Không có gì ở địa chỉ này, hoặc bạn không được xem. Từ bên ngoài không phân biệt được hai trường hợp.
api-problem-denied = Bạn xem được nhưng không được làm: vai trò của bạn không có quyền này. Lần thử đã được ghi lại.
api-problem-sign-in-needed = Hãy gửi mã truy cập hợp lệ trong “Authorization: Bearer …”. Mã của bạn thiếu, không đúng, đã thu hồi hoặc hết hạn; hãy tạo mã mới trong tài khoản.
api-problem-refused = Quy tắc không cho phép và không có gì thay đổi. “detail” và “errors” cho biết lý do và vị trí.
api-problem-conflict = Người khác vừa thay đổi trước, hoặc lần gọi đầu với khóa này còn đang chạy. Hãy xem lại rồi lặp lại.
api-problem-too-many-requests = Quá nhiều yêu cầu trong thời gian ngắn. Hãy chờ theo tiêu đề Retry-After.
api-problem-unavailable = Một phần của dịch vụ đang không trả lời. Hãy lặp lại sau thời gian trong Retry-After; với cùng Idempotency-Key không có gì bị làm hai lần.
api-problem-internal = Có lỗi ở phía chúng tôi. Khi gọi, hãy nêu “trace”.
