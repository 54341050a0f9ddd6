# Forms: what every field and its mistakes say.
forms-errors-title = Cần sửa { $n } chỗ trước khi tiếp tục
# For the page, not for its reader: the order of the three parts of a day.
forms-date-order = day-month-year
forms-day = Ngày
forms-month = Tháng
forms-year = Năm
forms-choose = Chọn một mục
forms-file-choose = Chọn tệp
forms-file-none = Chưa chọn tệp nào
forms-file-limit = { $kinds }, tối đa { $size }.
forms-file-remove = Gỡ
forms-file-attached = Đã đính kèm
forms-prefilled = Đã điền từ tài khoản của bạn
forms-characters = Tối đa { $n } ký tự
forms-password = Mật khẩu
forms-password-new-hint = Ít nhất 10 ký tự. Một câu ngắn là tốt nhất.
forms-email = Thư điện tử
forms-name = Họ và tên
forms-phone = Số điện thoại
forms-identity = Số định danh cá nhân
forms-identity-hint = 12 chữ số trên thẻ căn cước.

## What is wrong with an answer
forms-problem-missing = Hãy trả lời câu này
forms-problem-unknown-field = Biểu mẫu không có mục này
forms-problem-several-values = Chỉ chọn một giá trị
forms-problem-too-long = Rút ngắn còn { $limit } ký tự
forms-problem-control-characters = Có ký tự không in được. Hãy gõ lại thay vì dán
forms-problem-not-whole = Nhập số nguyên, ví dụ 12
forms-problem-not-number = Nhập một số, ví dụ 12,5
forms-problem-too-many-decimals = Nhiều nhất { $limit } chữ số thập phân
forms-problem-too-small = Phải từ { $limit } trở lên
forms-problem-too-large = Không được quá { $limit }
forms-problem-not-day = Nhập một ngày có thật, ví dụ 5 11 2026
forms-problem-too-early = Ngày phải từ { $limit } trở đi
forms-problem-too-late = Ngày không được sau { $limit }
forms-problem-not-an-option = Chọn một trong các mục đã cho
forms-problem-not-yes-no = Chọn Có hoặc Không
forms-problem-not-identity = Số này không đúng. So lại với giấy tờ của bạn
forms-problem-not-email = Nhập địa chỉ thư điện tử đầy đủ, ví dụ ten@vidu.vn
forms-problem-not-phone = Nhập số điện thoại, ví dụ 0912 345 678
forms-problem-pattern = Nhập đúng dạng được gợi ý
forms-level = Cấp { $n }
forms-level-more = Hiện cấp tiếp theo
forms-problem-incomplete = Chọn tiếp cấp bên dưới.
