# Error pages and refusals.

## Error pages
errors-page-403-title = Bạn không có quyền làm việc này
errors-page-403-text = Tài khoản của bạn không được giao việc này. Nếu bạn cho rằng có nhầm lẫn, hãy liên hệ người quản trị.
errors-page-404-title = Không tìm thấy trang này
errors-page-404-text = Địa chỉ có thể đã đổi hoặc gõ sai. Hãy tìm thủ tục, hoặc tra cứu hồ sơ bằng mã.
errors-page-409-title = Người khác vừa thay đổi nội dung này
errors-page-409-text = Chưa có gì bị mất. Hãy mở lại trang để xem bản mới nhất rồi làm lại.
errors-page-422-title = Chưa thể nhận yêu cầu này
errors-page-422-text = Hãy quay lại, sửa theo lời nhắc và gửi lại.
errors-page-429-title = Quá nhiều lần trong thời gian ngắn
errors-page-429-text = Hãy đợi { $seconds } giây rồi thử lại.
errors-page-500-title = Đã có trục trặc ở phía chúng tôi
errors-page-500-text = Việc bạn vừa làm có thể chưa được lưu. Hãy thử lại sau ít phút; nếu vẫn lỗi, gọi cho chúng tôi và đọc mã bên dưới.
errors-page-503-title = Dịch vụ đang tạm dừng
errors-page-503-text = Chúng tôi sẽ trở lại sau ít phút. Những gì bạn đã lưu vẫn còn.
errors-page-code = Mã để báo lỗi
errors-page-home = Về trang chủ

## Các bước xử lý
errors-task-over = Việc này đã xong hoặc không còn cần nữa. Hãy mở lại hồ sơ để xem tình trạng.
errors-task-claimed = Đồng nghiệp khác đã nhận việc này.
errors-task-role = Việc này thuộc vai trò khác.
errors-task-action-unknown = Hãy chọn một trong các quyết định được đưa ra.
errors-task-without-form = Việc này không có biểu mẫu để điền.
errors-incident-over = Sự cố này đã được xử lý.
