# Thông báo qua thư điện tử và trên trang cá nhân.
notifications-greeting = Kính gửi { $name },
notifications-open = Mở hồ sơ
notifications-footer = Thư này được gửi tự động, xin không trả lời.
notifications-submitted-subject = Đã tiếp nhận hồ sơ { $number }
notifications-submitted-text = Hồ sơ “{ $procedure }” của ông/bà đã được tiếp nhận với mã { $number }. Ông/bà có thể tra cứu bằng mã này bất cứ lúc nào.
notifications-supplement-asked-subject = Hồ sơ { $number } cần bổ sung
notifications-supplement-asked-text = Cán bộ xử lý “{ $procedure }” cần ông/bà bổ sung thêm. Mở hồ sơ { $number } để xem nội dung và gửi bổ sung.
notifications-payment-due-subject = Hồ sơ { $number }: cần nộp { $amount }
notifications-payment-due-text = Cần nộp { $amount } cho “{ $procedure }”. Mở hồ sơ { $number } để thanh toán trực tuyến, hoặc nộp tại quầy thu.
notifications-paid-subject = Hồ sơ { $number }: đã nhận { $amount }
notifications-paid-text = Đã nhận { $amount } cho “{ $procedure }”. Biên lai và hóa đơn có trong hồ sơ { $number }.
notifications-granted-subject = Hồ sơ { $number } đã có kết quả
notifications-granted-text = “{ $procedure }” đã được giải quyết theo đề nghị. Kết quả có trong hồ sơ { $number }.
notifications-refused-subject = Hồ sơ { $number } bị từ chối
notifications-refused-text = “{ $procedure }” không được giải quyết. Lý do và hướng dẫn tiếp theo có trong hồ sơ { $number }.
notifications-withdrawn-subject = Hồ sơ { $number } đã đóng
notifications-withdrawn-text = Hồ sơ { $number }, “{ $procedure }”, đã đóng mà không có quyết định.
