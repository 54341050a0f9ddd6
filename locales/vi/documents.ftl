# Giấy tờ: biên nhận, yêu cầu bổ sung, từ chối, kết quả, hóa đơn.

documents-number = Số: { $number }
documents-place-date = { $place }, { $date }
documents-state-VN = Cộng hòa xã hội chủ nghĩa Việt Nam
documents-motto-VN = Độc lập – Tự do – Hạnh phúc
documents-state-UA = Ukraina
documents-proof-track = Quét mã để theo dõi hồ sơ
documents-proof-verify = Quét mã để kiểm tra tính xác thực của văn bản
documents-proof-code = Mã: { $code }
documents-sign-hint = (Ký, ghi rõ họ tên)

documents-dossier = Mã hồ sơ
documents-applicant = Người nộp hồ sơ
documents-address = Địa chỉ
documents-telephone = Số điện thoại
documents-email = Thư điện tử
documents-procedure = Nội dung yêu cầu giải quyết
documents-legal-basis = Căn cứ pháp lý

documents-acknowledgement-title = Giấy tiếp nhận hồ sơ
documents-acknowledgement-subtitle = và hẹn trả kết quả
documents-acknowledgement-intro = { $body } đã tiếp nhận hồ sơ của:
documents-acknowledgement-papers = Thành phần hồ sơ nộp gồm
documents-acknowledgement-count = × { $count }
documents-acknowledgement-limit = Thời hạn giải quyết theo quy định
documents-acknowledgement-received = Thời gian nhận hồ sơ
documents-acknowledgement-collect = Nhận kết quả tại
documents-acknowledgement-due = Thời gian trả kết quả
documents-acknowledgement-no-due = Ông/Bà sẽ được thông báo khi có kết quả.
documents-acknowledgement-applicant-signs = Người nộp hồ sơ
documents-acknowledgement-receiver-signs = Người tiếp nhận hồ sơ
documents-acknowledgement-online = Hồ sơ nộp trực tuyến; giấy có giá trị không cần chữ ký.

documents-supplement-title = Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ
documents-supplement-reason = Lý do
documents-supplement-wanted = Đề nghị Ông/Bà bổ sung
documents-supplement-respond-by = Đề nghị Ông/Bà bổ sung trước hết { $date }. Thời hạn giải quyết tạm dừng cho đến khi hồ sơ được bổ sung.
documents-supplement-respond = Thời hạn giải quyết tạm dừng cho đến khi hồ sơ được bổ sung.
documents-supplement-officer-signs = Người hướng dẫn

documents-refusal-title = Phiếu từ chối giải quyết hồ sơ
documents-refusal-reason = Lý do từ chối
documents-refusal-appeal = Ông/Bà có quyền khiếu nại quyết định này đến cơ quan ban hành hoặc khởi kiện tại Tòa án trong thời hạn pháp luật quy định.
documents-refusal-officer-signs = Đại diện cơ quan

documents-result-certifies = { $body } chứng nhận:
documents-result-decision = Quyết định
documents-result-valid-until = Có giá trị đến
documents-result-issued-for = Cấp theo hồ sơ
documents-result-signs = { $title }

documents-receipt-title = Biên lai thu tiền
documents-receipt-payer = Người nộp tiền
documents-receipt-issuer = Đơn vị thu tiền
documents-receipt-registration = Mã số thuế
documents-receipt-column-number = STT
documents-receipt-column-name = Nội dung thu
documents-receipt-column-amount = Số tiền
documents-receipt-total = Tổng số tiền đã nộp
documents-receipt-words = Bằng chữ: { $words }
documents-receipt-paid-at = Thời gian nộp
documents-receipt-means = Hình thức nộp
documents-receipt-means-cash = tiền mặt tại quầy
documents-receipt-means-online = thanh toán trực tuyến
documents-receipt-reference = Mã giao dịch
documents-receipt-cashier-signs = Người thu tiền

documents-invoice-title = Hóa đơn
documents-invoice-credit-note-title = Hóa đơn điều chỉnh giảm
documents-invoice-issued-on = Ngày lập
documents-invoice-currency = Đồng tiền
documents-invoice-seller = Đơn vị bán
documents-invoice-buyer = Người mua
documents-invoice-registration = Mã số đơn vị
documents-invoice-tax-number = Mã số thuế
documents-invoice-column-number = STT
documents-invoice-column-name = Tên hàng hóa, dịch vụ
documents-invoice-column-quantity = Số lượng
documents-invoice-column-price = Đơn giá
documents-invoice-column-vat = Thuế GTGT
documents-invoice-column-amount = Thành tiền
documents-invoice-vat-outside = không thuộc diện
documents-invoice-vat-exempt = không chịu thuế
documents-invoice-net = Cộng tiền hàng chưa thuế
documents-invoice-tax = Thuế GTGT { $rate } %
documents-invoice-gross = Tổng cộng
documents-invoice-prepaid = Đã thanh toán
documents-invoice-due = Còn phải thanh toán
documents-invoice-vat-reason = Lý do không tính thuế
documents-invoice-corrects = Điều chỉnh cho
documents-invoice-picture = Trang này là bản thể hiện của hóa đơn điện tử; tệp XML mới là hóa đơn.
documents-credit-note-title = Hóa đơn điều chỉnh giảm
documents-invoice-give-back = Phải hoàn trả
