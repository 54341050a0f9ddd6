# Cổng chung của nhiều đơn vị.
entry-title = Cổng chung
entry-intro = Tìm dịch vụ của mọi địa phương tại đây và chỉ đăng nhập một lần; hồ sơ được nộp trên cổng của từng địa phương.
entry-members = Các địa phương
entry-first = Một số dịch vụ
entry-count = { $n } dịch vụ
entry-handover-over = Lượt chuyển này đã hết hiệu lực. Hãy quay lại cổng chung và chọn lại.
entry-own-account = Bạn đã có tài khoản riêng tại đây với địa chỉ này. Hãy đăng nhập bằng mật khẩu của tài khoản đó.
