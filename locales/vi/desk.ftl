## Frame
desk-title = Bàn làm việc
desk-context = Đơn vị làm việc
desk-find = Tìm mã hồ sơ, tên, số định danh
desk-menu-work = Công việc
desk-menu-hall = Quầy
desk-menu-audit = Giám sát
desk-menu-admin = Quản trị
desk-menu-item-tasks = Hồ sơ cần xử lý
desk-menu-item-dossiers = Tất cả hồ sơ
desk-menu-item-incidents = Hồ sơ vướng mắc
desk-menu-item-cash = Thu tiền
desk-menu-item-dashboard = Số liệu
desk-menu-item-trail = Nhật ký
desk-menu-item-organisation = Tổ chức
desk-menu-item-procedures = Thủ tục

## Sign-in
desk-sign-in-title = Đăng nhập dành cho cán bộ

## Work list
desk-list-title = Hồ sơ cần xử lý
desk-list-read = Cập nhật { $time }
desk-list-export = Xuất CSV
desk-list-search = Tìm trong danh sách
desk-list-search-example = Mã hoặc tên
desk-list-filter = Lọc
desk-list-applied = Đang lọc:
desk-list-remove = bỏ lọc
desk-list-clear = Bỏ hết
desk-list-count = { $n } hồ sơ
desk-list-none = Không có hồ sơ nào phù hợp.
desk-list-claim = Nhận
desk-list-unassigned = Chưa giao
desk-light-all = Tất cả
desk-light-overdue = Quá hạn
desk-light-soon = Sắp đến hạn
desk-light-on-time = Trong hạn
desk-light-paused = Tạm dừng
desk-light-done = Đã xong
desk-column-code = Mã hồ sơ
desk-column-applicant = Người nộp
desk-column-procedure = Thủ tục
desk-column-step = Bước
desk-column-due = Hạn trả
desk-column-actions = Thao tác

## Dossier
desk-dossier-applicant = Người nộp
desk-dossier-answers = Nội dung khai
desk-dossier-papers = Giấy tờ đính kèm
desk-dossier-documents = Giấy tờ đã cấp
desk-dossier-payments = Phí, lệ phí
desk-dossier-history = Quá trình giải quyết
desk-dossier-due = Thời hạn
desk-dossier-no-task = Lúc này không có việc nào dành cho bạn ở hồ sơ này.
desk-dossier-conflict = Người khác vừa thay đổi hồ sơ này
desk-dossier-incident = Hồ sơ bị vướng, cần người xử lý
desk-dossier-retry = Thử lại
desk-task-title = Việc cần làm
desk-task-role = Vai trò
desk-task-assignee = Người xử lý
desk-task-claim = Nhận việc này
desk-task-release = Trả lại
desk-task-choose = Kết luận

## Roles and context
desk-role-receiver = Tiếp nhận
desk-role-assessor = Thẩm định
desk-role-approver = Phê duyệt
desk-role-cashier = Thu ngân
desk-role-auditor = Thanh tra
desk-role-administrator = Quản trị
desk-context-every-unit = Mọi đơn vị
desk-context-switched = Đã đổi vai trò làm việc.

## Filters of the work list
desk-filter-whose = Của ai
desk-filter-whose-any = Của tôi và chưa ai nhận
desk-filter-whose-mine = Của tôi
desk-filter-whose-free = Chưa ai nhận
desk-filter-whose-all = Tất cả của đơn vị
desk-filter-procedure = Thủ tục
desk-filter-procedure-any = Tất cả thủ tục
desk-filter-role = Bước
desk-filter-role-any = Mọi bước
desk-filter-channel = Kênh nộp
desk-filter-channel-any = Mọi kênh
desk-filter-received = Ngày nhận
desk-filter-received-any = Bất kỳ ngày nào
desk-filter-received-today = Hôm nay
desk-filter-received-week = 7 ngày qua
desk-filter-received-month = 30 ngày qua
desk-filter-received-older = Hơn 30 ngày

## More of a dossier
desk-dossier-entity = Cơ quan ký
desk-dossier-hall = Bộ phận một cửa
desk-dossier-channel = Kênh nộp
desk-dossier-paper-other = Giấy tờ bổ sung
desk-paper-acknowledgement = Giấy tiếp nhận
desk-paper-supplement = Phiếu yêu cầu bổ sung
desk-paper-refusal = Thông báo từ chối
desk-paper-result = Kết quả
desk-paper-receipt = Biên lai
desk-paper-invoice = Hóa đơn điện tử
desk-task-note = Lời nhắn cho người nộp
desk-task-note-hint = Bắt buộc khi từ chối, trả lại hoặc yêu cầu bổ sung.
desk-task-note-missing = Ghi rõ lý do hoặc giấy tờ còn thiếu
desk-outcome-accept = Tiếp nhận, chuyển bước sau
desk-outcome-approve = Phê duyệt
desk-outcome-refuse = Từ chối
desk-outcome-request-supplement = Yêu cầu bổ sung
desk-outcome-return = Trả lại bước trước
desk-outcome-done = Hoàn thành
desk-flash-claimed = Bạn đã nhận việc này.
desk-flash-released = Đã trả lại việc.
desk-flash-done = Đã ghi nhận. Hồ sơ chuyển sang bước tiếp theo.
desk-flash-approved = Đã phê duyệt. Kết quả đang được lập.
desk-flash-refused = Đã ghi nhận từ chối. Người nộp sẽ được thông báo.
desk-flash-supplement-asked = Đã yêu cầu bổ sung. Đồng hồ tạm dừng.
desk-flash-returned = Đã trả lại bước trước.
desk-flash-retried = Hệ thống đang thử lại.

## Incidents
desk-incident-what = Sự cố
desk-incident-since = Từ lúc
desk-incident-none = Không có hồ sơ nào bị vướng.
desk-incident-job = Một việc tự động không hoàn thành được.
desk-incident-condition = Quy trình không tính được điều kiện.
desk-incident-deadlock = Quy trình không đi tiếp được.
desk-incident-limit = Quy trình lặp quá nhiều lần.
desk-context-no-unit = Không đơn vị nào: chỉ việc chung của cả hệ thống
desk-context-units = { $n } đơn vị
desk-context-lent = { $lender } ủy quyền

## Access
desk-menu-item-policies = Chính sách quyền
desk-menu-item-access = Giải thích quyền
desk-own-access = Quyền của tôi và ủy quyền
desk-menu-item-dictionaries = Danh mục
desk-menu-item-people = Cán bộ
desk-menu-item-responsibilities = Trách nhiệm
desk-menu-item-history = Lịch sử thay đổi
## Tiếp nhận tại quầy
desk-menu-item-intake = Tiếp nhận hồ sơ
desk-intake-title = Tiếp nhận hồ sơ tại quầy
desk-intake-lead = Dành cho người đến nộp trực tiếp. Hồ sơ đi cùng quy trình và cùng dãy số với hồ sơ nộp trên cổng.
desk-intake-begun = Đang lập, chưa nộp
desk-intake-resume = Làm tiếp
desk-intake-discard = Bỏ
desk-intake-discarded = Đã bỏ hồ sơ đang lập.
desk-intake-procedure = Thủ tục
desk-intake-none = Đơn vị của bạn không tiếp nhận thủ tục nào phù hợp
desk-intake-person = Ai nộp hồ sơ?
desk-intake-unit = Nộp vào đơn vị nào?
desk-intake-who = Số định danh hoặc thư điện tử
desk-intake-who-hint = Ghi trên căn cước, hoặc địa chỉ thư của tài khoản trên cổng
desk-intake-who-missing = Nhập số định danh hoặc thư điện tử
desk-intake-find = Tìm
desk-intake-found = Tìm thấy
desk-intake-found-compare = Hãy đối chiếu với giấy tờ người nộp xuất trình. Có thể nhiều người đã khai cùng một số.
desk-intake-take = Đúng người này
desk-intake-no-account = không có tài khoản
desk-intake-not-found = Chưa có ai với thông tin này. Hãy nhập thông tin người nộp bên dưới.
desk-intake-new = Nhập người chưa có tài khoản
desk-intake-new-lead = Người nộp tra cứu hồ sơ bằng mã hồ sơ và số này. Thư báo chỉ gửi cho người có tài khoản.
desk-intake-number-hint = Cần số định danh hoặc số điện thoại
desk-intake-number-missing = Nhập số định danh hoặc số điện thoại
desk-intake-enter = Nhập và làm tiếp
desk-intake-for = Nộp cho
desk-intake-declare = Người nộp đã đọc lại, xác nhận các nội dung khai là đúng và giấy tờ là thật
desk-intake-declare-needed = Đề nghị người nộp xác nhận nội dung trước
desk-intake-file = Tiếp nhận hồ sơ
desk-intake-receipt = Giấy tiếp nhận hồ sơ
desk-intake-filed = Đã tiếp nhận. In giấy tiếp nhận và trao cho người nộp.
desk-intake-place = Nơi tiếp nhận
desk-intake-to-pay = Số tiền phải nộp
desk-intake-officer = Người tiếp nhận
desk-intake-track = Tra cứu bằng mã hồ sơ và 4 số cuối của số định danh hoặc điện thoại tại:
desk-intake-open = Mở hồ sơ
desk-intake-next = Người tiếp theo
desk-menu-item-accounting = Kế toán
desk-menu-item-reorganisations = Sắp xếp tổ chức
desk-menu-item-onboarding = Thiết lập
