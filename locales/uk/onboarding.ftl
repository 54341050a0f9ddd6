# Підключення нової громади.
onboarding-title = Налаштування порталу
onboarding-note = Портал поки що ніхто ззовні не бачить. Справи, створені зараз, тестові й не потрапляють до статистики. Кожен крок можна скасувати, доки портал не відкрито.
onboarding-progress = { $done } з { $of } кроків
onboarding-live-since = Відкрито { $time }
onboarding-done = виконано
onboarding-undo = Скасувати останній крок
onboarding-nothing-to-undo = Немає кроку, який можна скасувати.
onboarding-refused = Не вдалося: те, що має зникнути, використовується.
onboarding-live = Портал уже відкрито; далі змінюйте його на сторінках адміністрування.
onboarding-go-live = Відкрити портал
onboarding-go-live-about = Оператор платформи схвалить адресу { $host }; після цього портал відповідатиме всім.
onboarding-ask = Попросити відкрити
onboarding-asked = Запит надіслано { $time }. Оператор платформи розглядає { $host }.
onboarding-not-done = Спершу виконайте всі кроки.
onboarding-flash-kept = Збережено й застосовано.
onboarding-flash-undone = Останній крок скасовано.
onboarding-flash-asked = Запит на відкриття надіслано.
onboarding-keep = Зберегти
onboarding-confirm = Усе правильно, далі
onboarding-add = Додати й запросити
onboarding-adopt = Узяти цю послугу
onboarding-taken = Уже взято.
onboarding-library = Послуги з бібліотеки
onboarding-address = Адреса установи
onboarding-phone = Телефон довідки
onboarding-brand = Основний колір
onboarding-brand-hint = Як #9a1b22. Білий текст на ньому має читатися: контраст не менше 4,5.
onboarding-accent = Колір оздоблення
onboarding-row-wrong = Рядок { $row }: { $wrong }
onboarding-row-wrong-near = Рядок { $row }: «{ $near }» – { $wrong }
onboarding-problem-colour = Напишіть колір як #9a1b22.
onboarding-problem-contrast = Контраст лише { $contrast }, потрібно не менше 4,5. Найближчий придатний колір: { $nearest }
onboarding-problem-name = Потрібна назва основною мовою, не більше 200 знаків.
onboarding-problem-address = Не більше 200 знаків.
onboarding-problem-columns = Бракує цих стовпців.
onboarding-problem-too-many = Не більше 500 підрозділів за раз.
onboarding-problem-code = Код складається з малих літер a–z, цифр, - та _.
onboarding-problem-twice = Цей код трапляється двічі.
onboarding-problem-parent = Немає вищого підрозділу з таким кодом.
onboarding-problem-number = Код у номері справи має бути свій у кожного підрозділу: 1–12 літер або цифр.
onboarding-count-days = { $n ->
    [one] { $n } вихідний день
    [few] { $n } вихідні дні
   *[other] { $n } вихідних днів
}
onboarding-count-units = { $n ->
    [one] { $n } підрозділ
    [few] { $n } підрозділи
   *[other] { $n } підрозділів
}
onboarding-count-accounts = { $n ->
    [one] { $n } рахунок
    [few] { $n } рахунки
   *[other] { $n } рахунків
}
onboarding-count-people = { $n ->
    [one] { $n } особа
    [few] { $n } особи
   *[other] { $n } осіб
}
onboarding-count-procedures = { $n ->
    [one] { $n } послуга
    [few] { $n } послуги
   *[other] { $n } послуг
}
onboarding-step-identity = Назва й вигляд
onboarding-about-identity = Назва різними мовами, телефон і кольори порталу.
onboarding-step-calendar = Робочий календар
onboarding-about-calendar = Робочі години й вихідні, за якими рахують строки.
onboarding-step-organisation = Підрозділи
onboarding-about-organisation = Залиште один офіс, як є, або завантажте підрозділи з таблиці: code, name_uk, number_code, parent.
onboarding-step-accounts = Рахунки
onboarding-about-accounts = План рахунків зі зразка, за яким обліковують збори.
onboarding-step-people = Люди
onboarding-about-people = Хто тут працює; кожен отримає посилання, щоб задати пароль.
onboarding-step-procedure = Перша послуга
onboarding-about-procedure = Візьміть готову послугу з формою та процесом.
onboarding-step-dossier = Перша тестова справа
onboarding-about-dossier = Перейдіть до ролі приймання й оформіть справу біля стійки.
onboarding-step-region = Мови, часовий пояс і валюта
onboarding-about-region = Якими мовами говорить портал, за яким годинником рахують час і в якій валюті ведуть облік.
onboarding-languages = Мови порталу
onboarding-home = Основна мова
onboarding-home-hint = Нею пишуть офіційні документи, і її бачить той, хто заходить уперше.
onboarding-zone = Часовий пояс
onboarding-zone-hint = Як Регіон/Місто, наприклад Europe/Kyiv або Asia/Ho_Chi_Minh. За ним рахують дні та строки.
onboarding-currency = Валюта обліку
onboarding-currency-hint = Якщо обрати не { $currency }, як у зразку, ставки зборів зразка стануть нульовими: сума в одній валюті нічого не означає в іншій.
onboarding-problem-languages = Оберіть принаймні одну мову.
onboarding-problem-home = Оберіть основну мову з-поміж мов порталу.
onboarding-problem-zone = Такого часового поясу немає. Напишіть Регіон/Місто, наприклад Europe/Kyiv.
onboarding-problem-currency = Оберіть валюту.
onboarding-step-emblem = Емблема
onboarding-about-emblem = Ваша емблема замість емблеми зразка, як малюнок SVG.
onboarding-emblem-file = Емблема у файлі SVG
onboarding-emblem-hint = Не більше { $kilobytes } кБ. Фігури й кольори залишаються; текст спершу перетворіть на контури.
onboarding-emblem-now = Як це виглядає зараз
onboarding-emblem-on-white = На білому
onboarding-emblem-on-bar = На темній смузі
onboarding-contrast-now = Білий текст на основному кольорі { $colour } має контраст { $contrast } до 1; потрібно не менше 4,5.
onboarding-problem-emblem-missing = Оберіть свою емблему: жоден портал не відкривається під чужою.
onboarding-problem-emblem-kind = Це не малюнок SVG. Попросіть у тих, хто зберігає емблему, файл із закінченням .svg.
onboarding-problem-emblem-large = Малюнок завеликий: не більше { $kilobytes } кБ і 5000 фігур. Збережіть його як «простий» або «оптимізований» SVG.
onboarding-problem-emblem-has = У малюнку є { $what }, чого в емблемі бути не може. Залиште тільки фігури, перетворіть текст на контури й збережіть як простий SVG.
onboarding-problem-emblem-size = Малюнок не каже, якого він розміру: бракує атрибута viewBox. Збережіть його як простий SVG.
onboarding-problem-emblem-empty = У цьому малюнку немає жодної фігури.
onboarding-day-mon = Понеділок
onboarding-day-tue = Вівторок
onboarding-day-wed = Середа
onboarding-day-thu = Четвер
onboarding-day-fri = П’ятниця
onboarding-day-sat = Субота
onboarding-day-sun = Неділя
onboarding-hours-hint = Як 08:00-12:00, 13:00-17:00. Залиште порожнім день, коли ніхто не працює.
onboarding-off = Вихідні та свята
onboarding-off-hint = Кожен день з нового рядка: дата як 2026-09-02, пробіл, назва.
onboarding-worked = Робочі дні замість вихідних
onboarding-worked-hint = Кожен з нового рядка: робочий день, пробіл, вихідний, за який його відпрацьовують: 2026-01-10 2026-01-02.
onboarding-problem-hours = Напишіть години як 08:00-12:00, 13:00-17:00; кожен відтинок закінчується пізніше, ніж починається, і вони йдуть один за одним.
onboarding-problem-no-hours = Принаймні один день має бути робочим.
onboarding-problem-day = Цей рядок не починається з дати як 2026-09-02: «{ $near }»
onboarding-problem-day-twice = Цей день названо двічі: { $near }
