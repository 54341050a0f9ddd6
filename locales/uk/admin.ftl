# The administrator's pages.
admin-organisation-title = Організаційна структура
admin-organisation-tree = Дерево
admin-organisation-table = Таблиця
admin-read-only = Лише перегляд. Зміни вносять у конфігурацію та застосовують командою.
admin-kind = Тип
admin-kind-business-group = Група
admin-kind-legal-entity = Юридична особа
admin-kind-operating-unit = Операційний підрозділ
admin-kind-hall = Центр обслуговування
admin-kind-ledger = Облікова книга
admin-name = Назва
admin-code = Код
admin-detail = Подробиці
admin-procedures-title = Послуги
admin-version = Версія
admin-units = Підрозділи
admin-guide = Переглянути як громадянин
admin-process = Процес
admin-process-drawing = Схема процесу
admin-process-table = Процес у таблиці
admin-step = Крок
admin-step-who = Виконує
admin-step-limit = Строк
admin-step-next = Далі
admin-step-start = Початок
admin-step-user = Завдання людини
admin-step-service = Завдання системи
admin-step-exclusive = Розгалуження
admin-step-parallel = Паралельно
admin-step-event = Очікування події
admin-step-timer = Очікування часу
admin-step-message = Очікування повідомлення
admin-step-end = Кінець
admin-papers = Документи
admin-questions = Питання форми
admin-kind-cost-centre = Центр витрат
admin-people = Працівники та обов’язки
admin-department = Відділ
admin-responsibilities = Обов’язки
admin-versions = Опубліковані версії
admin-version-number = Версія { $n }
admin-fact-code = Національний код
admin-fact-limit = Строк
admin-fact-fee = Плата
admin-fact-result = Результат
admin-fact-legal = Правові підстави
admin-fact-suspended = Нові справи не приймаються
admin-yes = Так
admin-no = Ні
admin-job-raise-fee = Нарахувати плату
admin-job-make-result = Сформувати документ-результат
admin-job-make-refusal = Сформувати відмову
admin-job-issue-invoice = Виставити рахунок
admin-job-notify = Повідомити заявника
admin-next-if = { $step }, якщо { $condition }
admin-next-else = { $step }, інакше
admin-outcome-granted = задоволено
admin-outcome-refused = відмовлено
admin-outcome-withdrawn = відкликано
admin-required = Обов’язково
admin-optional = Необов’язково
admin-required-if = Залежить від відповідей
admin-field-text = Текст
admin-field-long-text = Довгий текст
admin-field-integer = Ціле число
admin-field-decimal = Число
admin-field-amount = Сума
admin-field-date = Дата
admin-field-choice = Один варіант
admin-field-choices = Кілька варіантів
admin-field-yes-no = Так або ні
admin-field-identity = Ідентифікаційний номер
admin-field-email = Електронна адреса
admin-field-phone = Номер телефону
admin-change-bad-code = Малі латинські літери, цифри та дефіси, щонайбільше { $max }, наприклад «tax-hall».
admin-change-no-name = Укажіть назву хоча б однією мовою.
admin-change-long-name = Назва має щонайбільше { $max } знаків.
admin-change-bad-currency = Виберіть одну із запропонованих валют.
admin-dictionaries-title = Довідники
admin-dictionaries-intro = Переліки значень, з яких обирають у формах: території, види документів, причини відмови.
admin-dictionaries-none = Довідників ще немає.
admin-dictionary-new = Новий довідник
admin-dictionary-make = Створити довідник
admin-dictionary-code-hint = За цим кодом довідник називають у формах. Малі латинські літери, цифри та дефіс; змінити його потім не можна.
admin-dictionary-code-wrong = Почніть з літери a–z, далі лише малі літери a–z, цифри та дефіс, не більше 60 знаків.
admin-dictionary-code-taken = Довідник із таким кодом уже є.
admin-dictionary-in-force = Чинна версія
admin-dictionary-past = Замінена
admin-dictionary-unpublished = Ще не оприлюднено
admin-dictionary-items = Значення
admin-dictionary-draft = Чернетка
admin-dictionary-draft-note = Чернетку бачать лише адміністратори. До її оприлюднення форми беруть чинну версію; подані справи зберігають ту, за якою їх заповнили.
admin-dictionary-no-draft = Цей довідник не має чернетки.
admin-dictionary-begin = Почати нову версію
admin-dictionary-go-on = Продовжити чернетку
admin-dictionary-levels = Рівні
admin-dictionary-all = Усі
admin-dictionary-way = Місце в довіднику
admin-dictionary-search = Назва або код
admin-dictionary-find = Знайти
admin-dictionary-days = Дія
admin-dictionary-below = Підлеглих
admin-dictionary-nothing = Значень немає.
admin-dictionary-from = з { $from }
admin-dictionary-to = до { $to }
admin-dictionary-from-to = з { $from } до { $to }
admin-dictionary-when = Коли
admin-dictionary-who = Хто
admin-dictionary-why = Чому
admin-dictionary-item-new = Додати значення
admin-dictionary-item-code-hint = Саме він зберігається у справах і статистиці. Латинські літери, цифри та знаки . _ -
admin-dictionary-item-parent = Код вищого рівня
admin-dictionary-item-parent-hint = Залиште порожнім для найвищого рівня.
admin-dictionary-item-from = Пропонувати з
admin-dictionary-item-to = Не пропонувати з
admin-dictionary-item-remove = Вилучити з чернетки
admin-dictionary-item-remove-note = Давні справи й далі читатимуться за своєю версією.{ $n ->
    [0] {""}
    [one] {" "}Разом із ним буде вилучено { $n } підлегле значення.
    [few] {" "}Разом із ним буде вилучено { $n } підлеглі значення.
   *[other] {" "}Разом із ним буде вилучено { $n } підлеглих значень.
}
admin-dictionary-sheet = Електронна таблиця
admin-dictionary-file = Файл CSV або XLSX
admin-dictionary-file-hint = Стовпці code, parent, name_uk, name_en…, valid_from, valid_to. Замінює всі значення чернетки.
admin-dictionary-file-needed = Оберіть файл.
admin-dictionary-file-wrong = У деяких рядках є помилки; чернетку не змінено.
admin-dictionary-rows-wrong = Рядки, які треба виправити
admin-dictionary-row = Рядок
admin-dictionary-row-near = Де
admin-dictionary-row-wrong = Що виправити
admin-dictionary-import = Завантажити в чернетку
admin-dictionary-import-column = Невідомий стовпець.
admin-dictionary-import-lacks = Немає цього стовпця.
admin-dictionary-import-day = Пишіть дату як 2026-01-31.
admin-dictionary-publish = Оприлюднити
admin-dictionary-publish-empty = У чернетці немає жодного значення.
admin-dictionary-publish-same = Чернетка не відрізняється від чинної версії.
admin-dictionary-reason = Причина зміни
admin-dictionary-reason-hint = Наприклад, номер рішення. Залишається в історії.
admin-dictionary-reason-needed = Вкажіть причину, не більше 500 знаків.
admin-dictionary-discard = Відкинути чернетку
admin-dictionary-added = { $n ->
    [one] { $n } нове значення
    [few] { $n } нові значення
   *[other] { $n } нових значень
}
admin-dictionary-changed = { $n ->
    [one] { $n } змінене значення
    [few] { $n } змінені значення
   *[other] { $n } змінених значень
}
admin-dictionary-removed = { $n ->
    [one] { $n } вилучене значення
    [few] { $n } вилучені значення
   *[other] { $n } вилучених значень
}
admin-dictionary-head-changed = Змінено назви або порядок
admin-dictionary-unchanged = Чернетка ще не відрізняється від чинної версії.
admin-dictionary-names = Назви довідника та рівнів
admin-dictionary-keep = Зберегти
admin-dictionary-flash-made = Довідник створено. Додайте значення й оприлюдніть його.
admin-dictionary-flash-kept = Збережено в чернетці.
admin-dictionary-flash-removed = Вилучено з чернетки.
admin-dictionary-flash-imported = Таблицю завантажено в чернетку.
admin-dictionary-flash-published = Оприлюднено. Відтепер форми беруть цю версію.
admin-dictionary-flash-discarded = Чернетку відкинуто.
admin-dictionary-fault-code = Код складається з латинських літер, цифр і знаків . _ -, не більше 60 знаків.
admin-dictionary-fault-twice = Такий код уже є.
admin-dictionary-fault-no-parent = Немає значення з таким кодом вищого рівня.
admin-dictionary-fault-circle = Значення не може бути підлеглим самому собі.
admin-dictionary-fault-deep = Не більше п’яти рівнів.
admin-dictionary-fault-no-name = Потрібна назва основною мовою.
admin-dictionary-fault-name = Назва має не більше 300 знаків, без керівних символів.
admin-dictionary-fault-days = Останній день має бути пізніше за перший.
admin-dictionary-fault-too-many = Довідник має не більше 50 000 значень.
