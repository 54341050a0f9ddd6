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
