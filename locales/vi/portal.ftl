# The citizens' portal.

## Frame
portal-nav-services = Thủ tục
portal-nav-track = Tra cứu hồ sơ
portal-nav-dossiers = Hồ sơ của tôi
portal-nav-notices = Thông báo
portal-nav-notices-unread = { $n } thông báo chưa đọc
portal-foot-help = Hỗ trợ
portal-foot-phone = Điện thoại hỗ trợ: { $phone }
portal-foot-phone-hours = Điện thoại hỗ trợ: { $phone } ({ $hours })
portal-foot-about = Về cổng này
portal-foot-accessibility = Khả năng tiếp cận
portal-foot-licences = Giấy phép phần mềm

## Home
portal-home-title = Bạn cần làm thủ tục gì?
portal-home-lead = Tìm trong { $n } thủ tục hành chính, xem giấy tờ cần chuẩn bị, nộp hồ sơ và thanh toán ngay trên mạng.
portal-search-label = Tìm thủ tục hành chính
portal-search-example = Ví dụ: đăng ký khai sinh, giấy phép xây dựng
portal-search-popular = Tìm nhiều:
portal-quick-track = Tra cứu hồ sơ
portal-quick-track-detail = Biết hồ sơ đang ở bước nào, không cần đăng nhập
portal-quick-dossiers = Hồ sơ của tôi
portal-quick-dossiers-detail = Bổ sung giấy tờ, nhận kết quả
portal-quick-pay = Nộp phí, lệ phí
portal-quick-pay-detail = Thanh toán trực tuyến và nhận biên lai điện tử
portal-quick-all = Tất cả thủ tục
portal-quick-all-detail = Lọc theo lĩnh vực, mức độ trực tuyến, lệ phí
portal-events-title = Theo sự kiện trong đời
portal-events-count = { $n } thủ tục
portal-popular-title = Thủ tục được nộp nhiều nhất
portal-popular-all = Tất cả thủ tục
portal-apply = Nộp hồ sơ
portal-see-guide = Xem hướng dẫn
portal-results-title = Kết quả tháng này
portal-results-on-time = hồ sơ giải quyết đúng hạn
portal-results-online = hồ sơ nộp trực tuyến
portal-results-received = hồ sơ đã tiếp nhận
portal-results-completed = hồ sơ đã trả kết quả
portal-percent = { $value }%
portal-news-title = Thông báo
portal-halls-title = Nơi tiếp nhận hồ sơ

## Search
portal-search-title = Tìm thủ tục
portal-search-results = { $n } thủ tục cho “{ $query }”
portal-search-all = { $n } thủ tục
portal-search-nothing = Không tìm thấy thủ tục nào cho “{ $query }”
portal-search-nothing-help = Thử từ ngắn hơn, gõ không dấu, hoặc chọn một lĩnh vực bên dưới.
portal-search-filters = Lọc kết quả
portal-search-clear = Bỏ hết bộ lọc
portal-search-remove = Bỏ lọc

## Guide
portal-guide-who = Ai có thể nộp
portal-guide-bring = Giấy tờ cần chuẩn bị
portal-guide-bring-nothing = Không cần giấy tờ nào: chúng tôi tự tra cứu những gì Nhà nước đã có.
portal-guide-paper-optional = nếu có
portal-guide-paper-form = Tải mẫu
portal-guide-fees = Phí, lệ phí
portal-guide-where = Nộp ở đâu
portal-guide-legal = Căn cứ pháp lý
portal-guide-steps = Các bước giải quyết
portal-guide-result = Bạn nhận được
portal-guide-agency = Cơ quan giải quyết
portal-guide-version = Phiên bản { $version }
portal-guide-code = Mã thủ tục
portal-guide-apply-note = Mất khoảng 10 phút. Hồ sơ được lưu sau mỗi bước.
portal-guide-counter-only = Thủ tục này chỉ nhận hồ sơ tại quầy.

## Apply
portal-apply-steps = Các bước nộp hồ sơ
portal-apply-step-of = Bước { $n } trên { $of }
portal-apply-step-done = Đã xong
portal-apply-step-now = Đang nhập
portal-apply-step-todo = Chưa nhập
portal-apply-next = Lưu và tiếp tục
portal-apply-later = Lưu, làm tiếp sau
portal-apply-back = Quay lại bước trước
portal-apply-yours = Hồ sơ của bạn
portal-apply-saved = Đã lưu nháp lúc { $time }
portal-apply-help = Cần giúp?
portal-apply-help-phone = Gọi { $phone } và cho biết thủ tục bạn đang làm.
portal-check-title = Kiểm tra trước khi nộp
portal-check-change = Sửa
portal-check-empty = Không trả lời
portal-check-papers = Giấy tờ đính kèm
portal-check-declare = Tôi cam đoan những điều khai trên là đúng và chịu trách nhiệm trước pháp luật về lời khai của mình.
portal-check-submit = Nộp hồ sơ
portal-check-fee-note = Phí được tính theo câu trả lời của bạn. Nộp phí sau khi nộp hồ sơ.

## Sent
portal-sent-title = Đã nộp hồ sơ
portal-sent-code = Mã hồ sơ của bạn
portal-sent-qr = Mã QR mở trang tra cứu hồ sơ này
portal-sent-mail = Chúng tôi đã gửi giấy tiếp nhận đến { $email }.
portal-sent-next = Việc tiếp theo
portal-sent-pay = Nộp { $amount } để hồ sơ được giải quyết
portal-sent-pay-soon = Yêu cầu thanh toán đang được lập. Trong giây lát, nút nộp tiền sẽ có trên trang hồ sơ.
portal-sent-pay-later = Chưa phải nộp ngay: cơ quan xem xét hồ sơ trước rồi báo khi cần nộp. Từ lúc đó cho đến khi nộp, hạn giải quyết tạm dừng.
portal-sent-due-after-payment = Ngày trả kết quả được tính sau khi nộp tiền.
portal-sent-receipt = Tải giấy tiếp nhận (PDF)
portal-sent-track = Xem tình trạng hồ sơ

## Pay
portal-pay-title = Nộp phí, lệ phí
portal-pay-for = Hồ sơ { $code }
portal-pay-lines = Các khoản phải nộp
portal-pay-method = Cách nộp
portal-pay-payee = Đơn vị thụ hưởng
portal-pay-until = Nộp trước
portal-pay-button = Nộp { $amount }
portal-pay-once = Bấm một lần là đủ; bấm lại không bị trừ tiền hai lần.
portal-pay-at-hall = Nộp tiền mặt tại quầy: đọc mã hồ sơ cho thu ngân.
portal-paid-paid = Đã nhận thanh toán
portal-paid-pending = Đang chờ ngân hàng xác nhận
portal-paid-pending-detail = Thường mất dưới một phút. Bạn có thể đóng trang này: khi có kết quả, chúng tôi báo qua thư điện tử.
portal-paid-check = Kiểm tra lại
portal-paid-failed = Thanh toán không thành công
portal-paid-failed-detail = Bạn chưa bị trừ tiền. Hãy thử lại hoặc chọn cách nộp khác.
portal-paid-cancelled = Bạn đã hủy thanh toán
portal-paid-retry = Thử nộp lại
portal-paid-at = Thời điểm
portal-paid-goes-on = Hồ sơ của bạn được giải quyết tiếp. Khi có tin mới, chúng tôi sẽ báo cho bạn.
portal-paid-receipt-number = Số biên lai
portal-paid-receipt-coming = Biên lai đang được lập. Trong giây lát, biên lai sẽ có trên trang hồ sơ.
portal-paid-reference = Mã giao dịch của cổng thanh toán
portal-paid-receipt = Tải biên lai (PDF)
portal-paid-dossier = Đến trang hồ sơ

## Track
portal-track-title = Tra cứu hồ sơ
portal-track-lead = Nhập mã hồ sơ và 4 số cuối của điện thoại hoặc số định danh đã khai. Không cần đăng nhập.
portal-track-code = Mã hồ sơ
portal-track-code-hint = In trên giấy tiếp nhận, ví dụ { $example }
portal-track-digits = 4 số cuối điện thoại hoặc số định danh
portal-track-now = Hồ sơ đang ở
portal-track-history = Quá trình giải quyết
portal-track-another = Tra cứu hồ sơ khác
portal-supplement-title = Cần bạn bổ sung
portal-supplement-papers = Cần nộp thêm:
portal-supplement-until = Nộp trước { $date }. Trong thời gian này hạn giải quyết tạm dừng.
portal-supplement-button = Bổ sung ngay
portal-supplement-sign-in = Đăng nhập để bổ sung
portal-supplement-send = Gửi bổ sung

## My dossiers
portal-dossiers-title = Hồ sơ của tôi
portal-dossiers-drafts = Đang soạn
portal-dossiers-sent = Đã nộp
portal-dossiers-none = Bạn chưa nộp hồ sơ nào.
portal-dossiers-find = Tìm thủ tục cần làm
portal-draft-continue = Làm tiếp
portal-draft-saved = Lưu lúc { $time }
portal-dossier-submitted = Nộp lúc { $time }

## One dossier
portal-dossier-result = Kết quả
portal-dossier-result-get = Tải kết quả (PDF)
portal-dossier-result-number = Số { $number }, ngày { $date }
portal-dossier-papers = Giấy tờ đã nộp
portal-dossier-documents = Giấy tờ chúng tôi đã cấp
portal-dossier-payments = Thanh toán
portal-dossier-pay = Nộp phí
portal-payment-due = Chưa nộp
portal-payment-pending = Đang xác nhận
portal-payment-paid = Đã nộp
portal-payment-refunded = Đã hoàn
portal-payment-cancelled = Đã hủy
portal-dossier-answers = Nội dung đã khai

## Notices
portal-notices-title = Thông báo
portal-notices-none = Chưa có thông báo nào.
portal-notices-unread = Chưa đọc
portal-notices-mark = Đánh dấu đã đọc hết

## Account
portal-register-title = Tạo tài khoản
portal-register-button = Tạo tài khoản
portal-register-have = Đã có tài khoản?
portal-sign-in-none = Chưa có tài khoản?
portal-sign-in-continue = Đăng nhập để tiếp tục. Những gì bạn đã nhập vẫn được giữ.
portal-sign-in-demo = Tài khoản trình diễn

## Accessibility statement
portal-access-title = Khả năng tiếp cận
portal-access-lead = Chúng tôi muốn mọi người, kể cả người khiếm thị, khiếm thính, người cao tuổi và người dùng máy đơn giản, đều tự làm được thủ tục.
portal-access-standard-title = Chuẩn áp dụng
portal-access-standard = Cổng được làm theo WCAG 2.2 mức AA và EN 301 549; mọi trang được kiểm tra tự động trước khi phát hành.
portal-access-can-title = Bạn có thể
portal-access-can-keyboard = làm mọi việc chỉ bằng bàn phím
portal-access-can-reader = nghe toàn bộ nội dung bằng phần mềm đọc màn hình
portal-access-can-zoom = phóng to chữ đến 400 % mà không phải cuộn ngang
portal-access-can-script = nộp hồ sơ và thanh toán khi trình duyệt tắt JavaScript
portal-access-report-title = Gặp trở ngại?
portal-access-report = Hãy gọi { $phone } hoặc đến nơi tiếp nhận gần nhất: cán bộ sẽ làm cùng bạn và chúng tôi sẽ sửa trang.

## What the catalogue is sorted by
portal-guide-qr = Quét mã để mở hướng dẫn này trên điện thoại
portal-guide-paper-original = Bản chính hoặc ảnh chụp bản chính
portal-guide-paper-copy = Bản sao
portal-audience-citizen = Dành cho công dân
portal-audience-business = Dành cho doanh nghiệp, tổ chức
portal-facet-domain = Lĩnh vực
portal-facet-event = Sự kiện trong đời
portal-facet-audience = Đối tượng
portal-facet-online = Mức độ trực tuyến

## Papers and sending
portal-apply-papers = Giấy tờ kèm theo
portal-apply-papers-intro = Chụp ảnh hoặc quét từng giấy tờ sao cho đọc rõ mọi chữ. Muốn thêm trang cho một giấy tờ, hãy quay lại bước này.
portal-check-changed = Câu trả lời đã được sửa ở cửa sổ khác. Hãy kiểm tra lại trước khi nộp.
portal-check-declare-needed = Hãy cam đoan những điều đã khai là đúng

## Tracking
portal-track-enter-both = Nhập mã hồ sơ và 4 chữ số cuối
portal-track-unknown = Không có hồ sơ khớp với mã và các chữ số này. Hãy đối chiếu với giấy tiếp nhận
portal-track-supplement = Cơ quan yêu cầu bổ sung hồ sơ. Đăng nhập để xem nội dung và bổ sung.

## Adding and withdrawing
portal-supplement-reason = Cơ quan cần thêm giấy tờ để tiếp tục giải quyết.
portal-supplement-other = Giấy tờ khác
portal-supplement-word = Lời nhắn tới cơ quan
portal-supplement-sent = Cảm ơn bạn: cơ quan đã nhận phần bổ sung.
portal-withdraw-title = Rút hồ sơ
portal-withdraw-meaning = Việc giải quyết sẽ dừng và không có kết quả. Khoản phí chưa nộp sẽ không thu nữa. Bạn có thể nộp lại bất cứ lúc nào.
portal-withdraw-sure = Tôi đồng ý rút hồ sơ này
portal-withdraw-sure-needed = Hãy xác nhận bạn muốn rút hồ sơ
portal-withdraw-button = Rút hồ sơ
portal-withdraw-done = Hồ sơ đang được rút.

## Ways to pay
portal-pay-delivery = Chuyển phát kết quả
portal-pay-tax = Thuế
portal-pay-online = Trực tuyến: thẻ, ngân hàng hoặc ví điện tử
portal-pay-online-hint = Bạn được chuyển tới cổng thanh toán rồi quay lại đây.
portal-pay-cash = Tiền mặt tại quầy
portal-pay-cash-hint = Đọc mã { $reference } cho thu ngân.
portal-pay-bank = Chuyển khoản ngân hàng
portal-pay-bank-hint = Nội dung chuyển khoản chỉ ghi { $reference }.
portal-pay-choose = Hãy chọn cách thanh toán
portal-pay-nothing-due = Hiện không có khoản nào phải thanh toán cho hồ sơ này.
portal-pay-by-transfer = Hãy chuyển khoản với nội dung là mã thanh toán. Hồ sơ tiếp tục khi tiền đến.

## Account
portal-account-title = Tài khoản của tôi
portal-account-details = Thông tin của bạn
portal-account-sessions = Nơi bạn đang đăng nhập
portal-account-session = Trình duyệt
portal-account-this = phiên này
portal-account-since = Từ { $time }
portal-account-until = đến { $time }
portal-account-end = Đăng xuất ở đó
portal-account-end-others = Đăng xuất ở mọi nơi khác
portal-account-ended = Đã đăng xuất ở đó.
portal-account-tokens = Chương trình thay mặt bạn
portal-account-tokens-lead = Mã truy cập cho phép chương trình dùng giao diện với tư cách của bạn. Đừng đưa cho người mà bạn không tin cậy.
portal-account-token-name = Mã dùng cho việc gì
portal-account-token-make = Tạo mã truy cập
portal-account-token-shown = Hãy sao chép mã này ngay: mã chỉ hiện một lần.
portal-account-token-end = Thu hồi

## Kiểm tra giấy tờ
portal-verify-title = Kiểm tra giấy tờ
portal-verify-lead = Nhập mã in dưới mã QR của giấy tờ kết quả hoặc văn bản từ chối để biết giấy đó có do chúng tôi cấp hay không. Không cần đăng nhập, không phải tải tệp lên.
portal-verify-code = Mã giấy tờ
portal-verify-code-hint = Gồm 36 ký tự, ví dụ 019a8f3c-5b1e-7c20-9d4f-2b7a61c0e8d5
portal-verify-button = Kiểm tra
portal-verify-enter = Nhập mã giấy tờ
portal-verify-no-code = Đây không phải mã giấy tờ. Mã gồm 36 ký tự, in ngay dưới mã QR
portal-verify-genuine = Giấy tờ này có trong sổ của chúng tôi
portal-verify-compare = Hãy đối chiếu các thông tin dưới đây với tờ giấy trên tay. Chỉ cần một điểm khác thì đó không phải tờ giấy chúng tôi đã cấp.
portal-verify-broken = Chưa nên dùng giấy tờ này
portal-verify-broken-detail = Giấy có trong sổ, nhưng tệp lưu trữ không còn khớp với bản ghi. Hãy gọi cho chúng tôi trước khi sử dụng.
portal-verify-kind = Loại giấy tờ
portal-verify-kind-result = Kết quả thủ tục
portal-verify-kind-refusal = Văn bản từ chối
portal-verify-number = Số
portal-verify-body = Nơi cấp
portal-verify-date = Ngày cấp
portal-verify-digest = Dấu vân tay của tệp (SHA-256)
portal-verify-private = Trang này không cho biết gì về người được cấp giấy.
portal-verify-unknown = Chúng tôi không cấp giấy tờ nào có mã này
portal-verify-unknown-detail = Hãy so lại từng ký tự của mã với tờ giấy. Nếu mã đúng mà vẫn gặp trang này thì giấy không do cơ quan chúng tôi cấp: đừng chấp nhận và hãy báo cho chúng tôi.
portal-verify-another = Kiểm tra giấy tờ khác
portal-refund-at-desk = Chờ nhận tại quầy thu ngân, mã { $reference }
portal-refund-at-gateway = Đang hoàn về nơi đã trả, mã { $reference }
portal-refund-paid = Đã hoàn, mã { $reference }
