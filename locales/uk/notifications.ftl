# Повідомлення електронною поштою та на сторінці заявника.
notifications-greeting = Вітаємо, { $name }!
notifications-open = Відкрити справу
notifications-footer = Цей лист надіслано автоматично, відповідати на нього не потрібно.
notifications-submitted-subject = Вашу справу { $number } прийнято
notifications-submitted-text = Заяву «{ $procedure }» зареєстровано за номером { $number }. За цим номером можна будь-коли перевірити стан справи.
notifications-supplement-asked-subject = Справа { $number }: потрібне доповнення
notifications-supplement-asked-text = Посадовій особі, яка розглядає «{ $procedure }», потрібно ще дещо від вас. Відкрийте справу { $number }, щоб побачити, що саме, і надішліть це там.
notifications-payment-due-subject = Справа { $number }: до сплати { $amount }
notifications-payment-due-text = За «{ $procedure }» потрібно сплатити { $amount }. Відкрийте справу { $number }, щоб сплатити онлайн, або сплатіть у касі.
notifications-paid-subject = Справа { $number }: отримано { $amount }
notifications-paid-text = Ми отримали { $amount } за «{ $procedure }». Квитанція та рахунок — у справі { $number }.
notifications-granted-subject = Справа { $number }: результат готовий
notifications-granted-text = Рішення щодо «{ $procedure }» ухвалено на вашу користь. Результат — у справі { $number }.
notifications-refused-subject = У справі { $number } відмовлено
notifications-refused-text = «{ $procedure }»: надати послугу не вдалося. Причини та подальші кроки — у справі { $number }.
notifications-withdrawn-subject = Справу { $number } закрито
notifications-withdrawn-text = Справу { $number }, «{ $procedure }», закрито без рішення.
