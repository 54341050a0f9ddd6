# Words that every surface shares.

## The frame of a page
common-skip = Chuyển đến nội dung chính
common-language = Ngôn ngữ
common-navigation = Điều hướng chính
common-breadcrumbs = Đường dẫn
common-home = Trang chủ
common-sign-in = Đăng nhập
common-sign-out = Đăng xuất
common-demo = Bản trình diễn: mọi tên, hồ sơ và khoản tiền trên trang này đều là giả định.
common-print = In trang này
common-back = Quay lại
common-search = Tìm kiếm
common-open = Mở
common-download = Tải về
common-yes = Có
common-no = Không
common-none = Không có
common-labelled = { $label }: { $text }
common-error-prefix = Lỗi
common-colon = { ": " }

## Pages of a list
common-pages = Các trang
common-page-previous = Trang trước
common-page-next = Trang sau
common-page-number = Trang { $n }
common-page-of = trang { $page } trên { $pages }

## How long something may take
common-limit-same-day = Trong ngày
common-limit-working-days = { $n } ngày làm việc
common-limit-calendar-days = { $n } ngày
common-limit-working-hours = { $n } giờ làm việc
common-limit-months = { $n } tháng

## When something is due
common-due-left-days = Còn { $n } ngày
common-due-left-hours = Còn { $n } giờ
common-due-over-days = Quá hạn { $n } ngày
common-due-over-hours = Quá hạn { $n } giờ
common-due-paused = Tạm dừng tính hạn
common-due-done = Đã trả kết quả
common-due-date = Hạn trả kết quả
common-due-how = Hạn này được tính thế nào
common-due-start = Bắt đầu tính
common-due-limit = Thời hạn giải quyết
common-due-skipped = Ngày không tính
common-due-pauses = Thời gian tạm dừng
common-due-pause-until = đã kết thúc: { $from } đến { $to }
common-due-pause-open = từ { $from }, chưa kết thúc
common-due-pause-payment = chờ nộp phí
common-due-pause-supplement = chờ bổ sung
common-due-result = Kết quả

## What it costs
common-fee = Lệ phí
common-fee-free = Miễn phí
common-fee-from = Từ { $amount }
common-fee-formula = Tính theo hồ sơ
common-total = Tổng cộng

## How far a procedure is online
common-level = Mức độ trực tuyến
common-level-full = Toàn trình trực tuyến
common-level-partial = Một phần trực tuyến
common-level-counter = Nộp tại quầy
common-time = Thời hạn

## Where a dossier stands
common-state = Tình trạng
common-state-submitted = Chờ tiếp nhận
common-state-in-progress = Đang giải quyết
common-state-awaiting-payment = Chờ nộp phí
common-state-awaiting-supplement = Chờ bổ sung
common-state-granted = Đã có kết quả
common-state-refused = Từ chối
common-state-withdrawn = Đã rút
common-state-incident = Cần kiểm tra

## How a dossier came in
common-channel-portal = Trực tuyến
common-channel-counter = Tại quầy
common-channel-api = Từ hệ thống khác
common-channel-post = Bưu chính

## Things with a dossier
common-dossier-code = Mã hồ sơ
common-procedure = Thủ tục
common-unit = Đơn vị giải quyết
common-received = Ngày nhận
common-amount = Số tiền
common-optional = không bắt buộc

## What happened to a dossier
common-log-received = Đã nhận hồ sơ
common-log-accepted = Đã tiếp nhận, hồ sơ hợp lệ
common-log-assessed = Đã thẩm định
common-log-supplement-asked = Yêu cầu bổ sung giấy tờ
common-log-supplemented = Người nộp đã bổ sung
common-log-payment-asked = Yêu cầu nộp phí
common-log-paid = Đã thu phí
common-log-approved = Lãnh đạo đã phê duyệt
common-log-sent-back = Trả lại để xem xét lại
common-log-refusal-decided = Quyết định từ chối
common-log-finished-granted = Đã có kết quả
common-log-finished-refused = Kết thúc: từ chối
common-log-finished-withdrawn = Kết thúc: người nộp rút hồ sơ
common-log-withdrawn = Người nộp rút hồ sơ
common-due-weekly-off = Ngày nghỉ hằng tuần
common-due-after-cut-off = Nhận sau giờ chốt, tính từ ngày làm việc tiếp theo
common-log-refund-raised = Đề nghị hoàn tiền
common-log-refund-approved = Đã duyệt hoàn tiền
common-log-refund-refused = Không duyệt hoàn tiền
common-log-refund-paid = Đã hoàn tiền
