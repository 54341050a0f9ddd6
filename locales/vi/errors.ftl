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

## Refusals
errors-check-your-answers = Có câu trả lời cần sửa
errors-sign-in-failed = Tên đăng nhập hoặc mật khẩu không đúng
errors-email-taken = Địa chỉ này đã có tài khoản. Hãy đăng nhập
errors-password-too-short = Mật khẩu cần ít nhất { $min } ký tự
errors-password-too-long = Mật khẩu dài quá { $max } byte
errors-password-too-simple = Mật khẩu này quá dễ đoán. Hãy dùng một câu ngắn
errors-form-expired = Trang đã mở quá lâu. Hãy gửi lại
errors-foreign-form = Yêu cầu này không đến từ trang của chúng tôi
errors-wrong-content-type = Loại dữ liệu gửi lên không dùng được ở đây
errors-body-too-large = Dữ liệu gửi lên quá lớn: nhiều nhất { $kilobytes } KB
errors-body-broken-off = Kết nối bị ngắt khi đang gửi. Hãy gửi lại
errors-too-many-fields = Biểu mẫu gửi lên có quá nhiều mục: nhiều nhất { $max }
errors-file-empty = Tệp này rỗng. Hãy chọn tệp khác
errors-procedure-suspended = Thủ tục này đang tạm ngừng nhận hồ sơ trực tuyến
errors-unit-does-not-handle = Đơn vị này không giải quyết thủ tục đó. Hãy chọn đơn vị khác
errors-too-many-drafts = Bạn có quá nhiều bản nháp. Hãy nộp hoặc xóa bớt
errors-too-many-papers = Hồ sơ đã có quá nhiều giấy tờ đính kèm
errors-no-supplement-asked = Hồ sơ này không yêu cầu bổ sung
errors-too-late-to-withdraw = Hồ sơ đã có quyết định nên không rút được nữa
errors-payment-already-made = Khoản này đã được nộp. Biên lai { $receipt }
errors-payment-not-due = Khoản này không còn phải nộp
errors-payment-method-not-offered = Khoản này không nhận cách nộp đó
errors-payment-amount-differs = Số tiền phải nộp là { $due }
errors-cash-other-unit = Khoản này thuộc đơn vị khác: chỉ nộp được tại quầy của đơn vị đó
errors-cash-not-taken-here = Quầy này không thu tiền mặt
errors-amount-too-large = Số tiền quá lớn
errors-ledger-currency = Sổ { $ledger } không ghi bằng { $currency }
errors-ledger-account-missing = Sổ { $ledger } chưa có tài khoản cho “{ $purpose }”
errors-ledger-other-books = Bút toán thuộc sổ của đơn vị khác
errors-ledger-source-differs = Chứng từ { $source } { $id } đã được ghi sổ với nội dung khác
errors-invoice-series-missing = Pháp nhân { $legal_entity } chưa có ký hiệu hóa đơn
errors-invoice-tax-unexplained = Tiền thuế trên hóa đơn không khớp với thuế suất
errors-invoice-not-valid = Hóa đơn chưa hợp lệ: { $problem }
errors-file-too-large = Tệp quá lớn: nhiều nhất { $megabytes } MB. Hãy giảm kích thước hoặc chụp lại

## Files
errors-file-type = Loại tệp này không được nhận; chỉ nhận { $kinds }. Hãy chụp ảnh giấy tờ hoặc lưu thành PDF
errors-file-broken = Tệp bị hỏng hoặc không đầy đủ. Hãy mở thử rồi chọn lại
errors-file-mixed = Trong tệp có lẫn nội dung khác. Hãy chụp hoặc quét lại giấy tờ
errors-file-not-asked-for = Biểu mẫu gửi kèm tệp không được yêu cầu
errors-paper-missing = Hãy đính kèm giấy tờ này
errors-form-unknown-field = Biểu mẫu gửi câu trả lời cho câu hỏi không có. Hãy mở lại biểu mẫu
errors-file-too-many-bytes = Tổng dung lượng tệp quá lớn. Hãy gửi làm hai lần
errors-sheet-too-long = Có hơn 200.000 dòng. Hãy chọn khoảng thời gian ngắn hơn hoặc một đơn vị.
errors-closed-nothing-set = Với vai trò “{ $responsibility }”, bạn chưa được mở đơn vị nào: chưa đặt phạm vi bảo mật hay đơn vị. Hãy liên hệ quản trị viên.
errors-closed-empty-profile = Với vai trò “{ $responsibility }”, bạn chưa được mở đơn vị nào: phạm vi bảo mật “{ $profile }” (đặt cho { $level }) hôm nay không gồm đơn vị nào. Hãy liên hệ quản trị viên.
errors-closed-unknown-unit = Với vai trò “{ $responsibility }”, bạn chưa được mở đơn vị nào: đơn vị đặt cho { $level } hôm nay không tồn tại. Hãy liên hệ quản trị viên.
errors-closed-empty-loan = “{ $responsibility }” được ủy quyền cho bạn, nhưng hôm nay người ủy quyền không còn đơn vị nào trong số đã giao.
errors-duties-kept-apart = Chính bạn đã “{ $did }” ở đây nên không được “{ $does }” nữa. Quy định: { $rule }

## Access
errors-pending-nobody-else = Trong hệ thống này không ai khác có thể xác nhận. Hãy giao vai trò cho người thứ hai trước, hoặc áp dụng bằng mã cấu hình.
errors-pending-over = Việc này đã được quyết định hoặc đã hết hạn. Nếu vẫn cần, hãy đề nghị lại.
errors-pending-own = Chính bạn đề nghị việc này: phải do người khác xác nhận.
errors-pending-unreadable = Đề nghị này do phiên bản khác của phần mềm tạo. Hãy từ chối và đề nghị lại.
errors-loan-not-hers = Hãy chọn vai trò của chính bạn, có hiệu lực trong suốt thời gian này
errors-loan-not-a-colleague = Hãy chọn đồng nghiệp cùng khối tổ chức
errors-loan-twice = Vai trò này đã được ủy quyền cho đồng nghiệp này trong một phần thời gian trên
errors-loan-too-long = Thời hạn ủy quyền tối đa { $days } ngày
errors-loan-unit-not-hers = Hãy chọn các đơn vị mà vai trò này mở cho bạn
errors-duty-not-recorded = Việc này không để lại dấu vết trong nhật ký nên không thể tách bạch
errors-duty-same = Hãy chọn hai nhiệm vụ khác nhau
errors-duty-twice = Hai nhiệm vụ này đã được tách bạch
errors-policy-role = Hãy chọn một nhóm quyền của người dùng
errors-policy-verb-of-system = Việc này chỉ do hệ thống làm, không giao cho người
errors-policy-locks-out = Sẽ không còn ai thay đổi được chính sách
errors-access-day-past = Hãy chọn hôm nay hoặc ngày sau đó
errors-access-day-not-after = Ngày cuối không được trước ngày đầu
errors-access-day-wrong = Nhập ngày như 27 3 2027
errors-access-reason-short = Nêu lý do, ít nhất { $min } ký tự
errors-access-reason-long = Nêu lý do, nhiều nhất { $max } ký tự
errors-access-person = Hãy chọn một người
errors-access-verb = Hãy chọn một việc
errors-access-unknown = Không có, hoặc bạn không được xem
errors-access-choose = Hãy chọn một trong các mục
errors-sheet-too-large = Tệp lớn hơn { $max } MB.
errors-sheet-unpacks = Tệp giải nén ra hơn { $max } MB.
errors-sheet-rows = Tệp có hơn { $max } dòng.
errors-sheet-columns = Tệp có hơn { $max } cột.
errors-sheet-cell = Có ô dài hơn { $max } ký tự.
errors-sheet-unreadable = Không đọc được tệp: cần XLSX, hoặc CSV mã hoá UTF-8.
errors-sheet-empty = Tệp trống.
