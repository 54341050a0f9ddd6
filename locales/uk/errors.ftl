# Error pages and refusals.

## Error pages
errors-page-403-title = У вас немає прав на цю дію
errors-page-403-text = Вашому обліковому запису цього не доручено. Якщо це помилка, зверніться до адміністратора.
errors-page-404-title = Сторінку не знайдено
errors-page-404-text = Можливо, адресу змінено або введено з помилкою. Скористайтеся пошуком або перевірте справу за номером.
errors-page-409-title = Хтось щойно змінив ці дані
errors-page-409-text = Нічого не втрачено. Відкрийте сторінку знову, перегляньте нову версію та повторіть.
errors-page-422-title = Запит не можна прийняти
errors-page-422-text = Поверніться, виправте за підказкою та надішліть знову.
errors-page-429-title = Забагато спроб за короткий час
errors-page-429-text = { $seconds ->
    [one] Зачекайте { $seconds } секунду і спробуйте ще раз.
    [few] Зачекайте { $seconds } секунди і спробуйте ще раз.
   *[many] Зачекайте { $seconds } секунд і спробуйте ще раз.
    }
errors-page-500-title = Сталася помилка на нашому боці
errors-page-500-text = Можливо, вашу дію не збережено. Спробуйте за кілька хвилин; якщо не допоможе, зателефонуйте нам і назвіть код нижче.
errors-page-503-title = Сервіс тимчасово недоступний
errors-page-503-text = Ми повернемося за кілька хвилин. Усе збережене залишилося.
errors-page-code = Код для звернення
errors-page-home = На головну

## Кроки процесу
errors-task-over = Це завдання вже виконано або воно більше не потрібне. Відкрийте справу ще раз, щоб побачити її стан.
errors-task-claimed = Це завдання вже взяв інший працівник.
errors-task-role = Це завдання для іншої ролі.
errors-task-action-unknown = Оберіть одне із запропонованих рішень.
errors-task-without-form = У цього завдання немає форми для заповнення.
errors-incident-over = Цей збій уже усунено.

## Refusals
errors-check-your-answers = Деякі відповіді потрібно виправити
errors-sign-in-failed = Неправильний логін або пароль
errors-password-wrong = Неправильний пароль
errors-email-taken = Для цієї адреси вже є обліковий запис. Увійдіть
errors-password-too-short = { $min ->
    [one] Пароль має містити щонайменше { $min } символ
    [few] Пароль має містити щонайменше { $min } символи
   *[many] Пароль має містити щонайменше { $min } символів
    }
errors-password-too-long = Пароль довший за { $max } байт
errors-password-too-simple = Такий пароль легко вгадати. Скористайтеся короткою фразою
errors-form-expired = Сторінка була відкрита надто довго. Надішліть ще раз
errors-foreign-form = Цей запит надійшов не з нашого сайту
errors-wrong-content-type = Такий тип даних тут не приймається
errors-body-too-large = Надіслані дані завеликі: не більше { $kilobytes } КБ
errors-body-broken-off = З’єднання перервалося під час надсилання. Надішліть ще раз
errors-too-many-fields = Забагато полів у формі: не більше { $max }
errors-file-empty = Файл порожній. Оберіть інший
errors-procedure-suspended = Подання цієї заяви онлайн тимчасово зупинено
errors-unit-does-not-handle = Цей підрозділ не надає такої послуги. Оберіть інший
errors-too-many-drafts = У вас забагато чернеток. Подайте або вилучіть деякі
errors-too-many-papers = До справи долучено забагато документів
errors-no-supplement-asked = Для цієї справи доповнень не запитували
errors-too-late-to-withdraw = Рішення вже ухвалено, відкликати заяву не можна
errors-payment-already-made = Цю суму вже сплачено. Квитанція { $receipt }
errors-payment-not-due = Цю суму вже не потрібно сплачувати
errors-payment-method-not-offered = Для цієї суми такий спосіб оплати недоступний
errors-payment-amount-differs = До сплати { $due }
errors-cash-other-unit = Ця сума належить іншому підрозділу: прийняти її може лише його каса
errors-cash-not-taken-here = Ця каса не приймає готівку
errors-cash-hall-closed = Ця каса закрита: гроші тут не приймають і не повертають
errors-amount-too-large = Сума завелика
errors-ledger-currency = Книга { $ledger } не ведеться у { $currency }
errors-ledger-account-missing = У книзі { $ledger } немає рахунку для «{ $purpose }»
errors-ledger-other-books = Проводка належить до іншої книги
errors-ledger-source-differs = Документ { $source } { $id } вже проведено з іншим змістом
errors-invoice-series-missing = Для юридичної особи { $legal_entity } немає серії рахунків
errors-invoice-tax-unexplained = Сума податку в рахунку не відповідає ставці
errors-invoice-not-valid = Рахунок не відповідає вимогам: { $problem }
errors-file-too-large = Файл завеликий: не більше { $megabytes } МБ. Зменште його або сфотографуйте ще раз

## Files
errors-file-type = Такий файл не приймається, лише { $kinds }. Сфотографуйте документ або збережіть його як PDF
errors-file-broken = Файл пошкоджений або неповний. Перевірте його й оберіть знову
errors-file-mixed = У файлі приховано щось інше. Сфотографуйте або відскануйте документ знову
errors-file-not-asked-for = Форма містить файл, якого не просили
errors-paper-missing = Додайте цей документ
errors-form-unknown-field = Форма містить відповідь на питання, якого немає. Відкрийте її знову
errors-file-too-many-bytes = Усі файли разом завеликі. Надішліть їх двома частинами
errors-sheet-too-long = Понад 200 000 рядків. Оберіть коротший період або один підрозділ.
errors-closed-nothing-set = За обов’язками «{ $responsibility }» вам не відкрито жодного підрозділу: не задано ні профілю безпеки, ні підрозділу. Зверніться до адміністратора.
errors-closed-empty-profile = За обов’язками «{ $responsibility }» вам не відкрито жодного підрозділу: профіль безпеки «{ $profile }» (задано для рівня: { $level }) сьогодні не містить підрозділів. Зверніться до адміністратора.
errors-closed-unknown-unit = За обов’язками «{ $responsibility }» вам не відкрито жодного підрозділу: підрозділ, заданий для рівня «{ $level }», сьогодні не існує. Зверніться до адміністратора.
errors-closed-empty-loan = Обов’язки «{ $responsibility }» вам передано, але сьогодні жоден із переданих підрозділів не відкритий тому, хто їх передав.
errors-duties-kept-apart = Ви самі виконали тут дію «{ $did }», тому дію «{ $does }» має виконати хтось інший. Правило: { $rule }

## Access
errors-pending-nobody-else = Більше ніхто в установі не може це підтвердити. Спершу надайте обов’язки другій особі або застосуйте зміну кодом установи.
errors-pending-over = Це вже вирішено або строк минув. Якщо ще потрібно, подайте знову.
errors-pending-own = Ви самі це запропонували: підтвердити має хтось інший.
errors-pending-unreadable = Цей запит створила інша версія програми. Відхиліть його й подайте знову.
errors-loan-not-hers = Оберіть обов’язки, які є вашими власними в усі ці дні
errors-loan-not-a-colleague = Оберіть колегу зі своєї групи
errors-loan-twice = Ці обов’язки вже передано цьому колезі на частину цих днів
errors-loan-too-long = Передача триває щонайбільше { $days } днів
errors-loan-unit-not-hers = Оберіть підрозділи, які ці обов’язки вам відкривають
errors-duty-not-recorded = Ця дія не лишає сліду в журналі, тому її не можна розділити
errors-duty-same = Оберіть два різні обов’язки
errors-duty-twice = Ці обов’язки вже розділено
errors-policy-role = Оберіть одну з ролей людей
errors-policy-verb-of-system = Це роблять лише частини системи; людям цього не надають
errors-policy-locks-out = Після цього ніхто не зміг би змінити політику
errors-access-day-past = Оберіть сьогодні або пізніший день
errors-access-day-not-after = Останній день не може бути раніше першого
errors-access-day-wrong = Введіть день, наприклад 27 3 2027
errors-access-reason-short = Вкажіть причину, щонайменше { $min } символи
errors-access-reason-long = Вкажіть причину, щонайбільше { $max } символів
errors-access-person = Оберіть особу
errors-access-nobody = Тут немає нікого з таким іменем чи адресою. Перевірте написання або введіть коротше
errors-access-verb = Оберіть дію
errors-access-unknown = Такого немає, або ви не можете цього бачити
errors-access-unit-closed = { $name }: закрито з { $day }; там більше ніхто не працює
errors-access-unit-succeeded = { $name }: закрито з { $day }; справи перейняла одиниця { $successor }. Запитайте про неї
errors-access-choose = Оберіть із запропонованого
errors-sheet-too-large = Файл більший за { $max } МБ.
errors-sheet-unpacks = Розпакований файл більший за { $max } МБ.
errors-sheet-rows = У файлі понад { $max } рядків.
errors-sheet-columns = У файлі понад { $max } стовпців.
errors-sheet-cell = Є клітинка, довша за { $max } знаків.
errors-sheet-unreadable = Файл не читається: потрібен XLSX або CSV у кодуванні UTF-8.
errors-sheet-empty = Файл порожній.
errors-refund-own = Це повернення подали ви; рішення має ухвалити інша особа
errors-refund-decided = Рішення щодо цього повернення вже ухвалено
errors-refund-decision-missing = Виберіть: затвердити чи відмовити
errors-refund-nothing = Введіть суму цифрами, більшу за нуль, наприклад 150,50
errors-refund-too-much = Повернути можна щонайбільше { $left }
errors-refund-tax-rounding = Цю суму не можна поділити на ціну й податок; найближчі: { $below } або { $above }
errors-refund-by-transfer = Переказ повертає казначейство, не тут
errors-refund-reason-missing = Вкажіть причину
errors-refund-reason-long = Причина має містити не більше { $max } символів
errors-refund-key-used = Цю форму вже використано для іншого повернення; відкрийте сторінку знову
errors-refund-not-approved = Це повернення не затверджено
errors-refund-at-gateway = Ці кошти повертає платіжний шлюз, а не каса
errors-refund-paid = Повернення { $reference } вже виплачено
errors-refund-till-short = Ця каса сьогодні має лише { $till }, цього не досить
