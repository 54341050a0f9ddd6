# Документи: розписки, запити, відмови, результати, рахунки.

documents-number = № { $number }
documents-place-date = { $place }, { $date }
documents-state-VN = Соціалістична Республіка В’єтнам
documents-motto-VN = Незалежність – Свобода – Щастя
documents-state-UA = Україна
documents-proof-track = Скануйте, щоб стежити за справою
documents-proof-verify = Скануйте, щоб перевірити справжність документа
documents-proof-code = Код: { $code }
documents-sign-hint = (підпис, прізвище та ім’я)

documents-dossier = Номер справи
documents-applicant = Заявник
documents-address = Адреса
documents-telephone = Телефон
documents-email = Електронна пошта
documents-procedure = Послуга
documents-legal-basis = Правова підстава

documents-acknowledgement-title = Розписка про прийняття документів
documents-acknowledgement-subtitle = і дата видачі результату
documents-acknowledgement-intro = Підтверджуємо, що прийнято документи:
documents-acknowledgement-papers = Подані документи
documents-acknowledgement-count = × { $count }
documents-acknowledgement-limit = Строк надання послуги
documents-acknowledgement-received = Прийнято
documents-acknowledgement-collect = Де отримати результат
documents-acknowledgement-due = Результат буде готовий
documents-acknowledgement-no-due = Про готовність результату Вас повідомлять.
documents-acknowledgement-applicant-signs = Заявник
documents-acknowledgement-receiver-signs = Документи прийняв(-ла)
documents-acknowledgement-online = Подано онлайн; дійсно без підпису.

documents-supplement-title = Запит на доповнення справи
documents-supplement-reason = Чому потрібні зміни
documents-supplement-wanted = Просимо додати
documents-supplement-respond-by = Просимо відповісти до { $date }. До відповіді перебіг строку надання послуги зупинено.
documents-supplement-respond = До Вашої відповіді перебіг строку надання послуги зупинено.
documents-supplement-officer-signs = Посадова особа

documents-refusal-title = Відмова у наданні послуги
documents-refusal-reason = Підстава для відмови
documents-refusal-appeal = Це рішення можна оскаржити до органу, що його видав, або до суду у строки, встановлені законом.
documents-refusal-officer-signs = Посадова особа

documents-result-certifies = { $body } засвідчує:
documents-result-decision = Рішення
documents-result-valid-until = Дійсний до
documents-result-issued-for = Видано за справою
documents-result-signs = { $title }

documents-receipt-title = Квитанція про оплату
documents-receipt-payer = Платник
documents-receipt-issuer = Одержувач
documents-receipt-registration = Код ЄДРПОУ
documents-receipt-column-number = №
documents-receipt-column-name = Призначення
documents-receipt-column-amount = Сума
documents-receipt-total = Сплачено разом
documents-receipt-words = Словами: { $words }
documents-receipt-paid-at = Дата оплати
documents-receipt-means = Спосіб оплати
documents-receipt-means-cash = готівкою в касі
documents-receipt-means-online = онлайн-оплата
documents-receipt-reference = Номер платежу
documents-receipt-cashier-signs = Касир

documents-invoice-title = Рахунок-фактура
documents-invoice-credit-note-title = Кредит-нота
documents-invoice-issued-on = Дата виписки
documents-invoice-currency = Валюта
documents-invoice-seller = Постачальник
documents-invoice-buyer = Покупець
documents-invoice-registration = Код ЄДРПОУ
documents-invoice-tax-number = Податковий номер
documents-invoice-column-number = №
documents-invoice-column-name = Найменування
documents-invoice-column-quantity = Кількість
documents-invoice-column-price = Ціна
documents-invoice-column-vat = ПДВ
documents-invoice-column-amount = Сума
documents-invoice-vat-outside = не об’єкт
documents-invoice-vat-exempt = звільнено
documents-invoice-net = Разом без ПДВ
documents-invoice-tax = ПДВ { $rate } %
documents-invoice-gross = Разом
documents-invoice-prepaid = Сплачено
documents-invoice-due = До сплати
documents-invoice-vat-reason = Підстава без ПДВ
documents-invoice-corrects = Коригує
documents-invoice-picture = Ця сторінка є візуальною формою електронного рахунка; рахунком є файл XML.
documents-credit-note-title = Кредит-нота
documents-invoice-give-back = До повернення
