## Frame
desk-title = Робоче місце
desk-context = Підрозділ
desk-find = Номер справи, ім’я або код
desk-menu-work = Робота
desk-menu-hall = Зал
desk-menu-audit = Контроль
desk-menu-admin = Налаштування
desk-menu-item-tasks = Справи до опрацювання
desk-menu-item-dossiers = Усі справи
desk-menu-item-incidents = Зупинені через збій
desk-menu-item-cash = Прийом готівки
desk-menu-item-dashboard = Показники
desk-menu-item-trail = Журнал дій
desk-menu-item-organisation = Структура
desk-menu-item-procedures = Послуги

## Sign-in
desk-sign-in-title = Вхід для працівників

## Work list
desk-list-title = Справи до опрацювання
desk-list-read = Оновлено о { $time }
desk-list-export = Експорт CSV
desk-list-search = Пошук у списку
desk-list-search-example = Номер або ім’я
desk-list-filter = Показати
desk-list-applied = Фільтри:
desk-list-remove = прибрати фільтр
desk-list-clear = Прибрати всі
desk-list-count = { $n ->
    [one] { $n } справа
    [few] { $n } справи
   *[many] { $n } справ
    }
desk-list-none = Немає справ за цими умовами.
desk-list-claim = Взяти
desk-list-unassigned = Не призначено
desk-light-all = Усі
desk-light-overdue = Прострочено
desk-light-soon = Строк спливає
desk-light-on-time = У строк
desk-light-paused = Зупинено
desk-light-done = Завершено
desk-column-code = Номер справи
desk-column-applicant = Заявник
desk-column-procedure = Послуга
desk-column-step = Крок
desk-column-due = Строк
desk-column-actions = Дії

## Dossier
desk-dossier-applicant = Заявник
desk-dossier-answers = Відомості заяви
desk-dossier-papers = Долучені документи
desk-dossier-documents = Видані документи
desk-dossier-payments = Оплати
desk-dossier-history = Хід розгляду
desk-dossier-due = Строк
desk-dossier-no-task = Зараз у цій справі немає завдань для вас.
desk-dossier-conflict = Хтось щойно змінив цю справу
desk-dossier-incident = Справа зупинилася через збій
desk-dossier-retry = Повторити
desk-task-title = Завдання
desk-task-role = Роль
desk-task-assignee = Виконавець
desk-task-claim = Взяти в роботу
desk-task-release = Повернути в чергу
desk-task-choose = Рішення

## Roles and context
desk-role-receiver = Приймання
desk-role-assessor = Розгляд
desk-role-approver = Затвердження
desk-role-cashier = Каса
desk-role-auditor = Аудит
desk-role-administrator = Адміністрування
desk-context-every-unit = Усі підрозділи
desk-context-switched = Робочий контекст змінено.

## Filters of the work list
desk-filter-whose = Чиї
desk-filter-whose-any = Мої та вільні
desk-filter-whose-mine = Мої
desk-filter-whose-free = Вільні
desk-filter-whose-all = Усі в підрозділі
desk-filter-procedure = Послуга
desk-filter-procedure-any = Усі послуги
desk-filter-role = Крок
desk-filter-role-any = Усі кроки
desk-filter-channel = Канал
desk-filter-channel-any = Усі канали
desk-filter-received = Отримано
desk-filter-received-any = Будь-коли
desk-filter-received-today = Сьогодні
desk-filter-received-week = За 7 днів
desk-filter-received-month = За 30 днів
desk-filter-received-older = Понад 30 днів тому

## More of a dossier
desk-dossier-entity = Юридична особа
desk-dossier-hall = Центр прийому
desk-dossier-channel = Канал
desk-dossier-paper-other = Додатковий документ
desk-paper-acknowledgement = Підтвердження прийому
desk-paper-supplement = Запит про доповнення
desk-paper-refusal = Повідомлення про відмову
desk-paper-result = Результат
desk-paper-receipt = Квитанція
desk-paper-invoice = Електронний рахунок
desk-task-note = Повідомлення заявнику
desk-task-note-hint = Обов’язково в разі відмови, повернення чи запиту документів.
desk-task-note-missing = Напишіть причину або яких документів бракує
desk-outcome-accept = Прийняти
desk-outcome-approve = Затвердити
desk-outcome-refuse = Відмовити
desk-outcome-request-supplement = Запитати документи
desk-outcome-return = Повернути на доопрацювання
desk-outcome-done = Виконано
desk-flash-claimed = Завдання за вами.
desk-flash-released = Завдання повернуто.
desk-flash-done = Записано. Заява рухається далі.
desk-flash-approved = Затверджено. Результат готується.
desk-flash-refused = Відмову записано. Заявника буде повідомлено.
desk-flash-supplement-asked = Документи запитано. Відлік призупинено.
desk-flash-returned = Повернуто на доопрацювання.
desk-flash-retried = Система пробує ще раз.

## Incidents
desk-incident-what = Що сталося
desk-incident-since = Відколи
desk-incident-none = Жодна заява не застрягла.
desk-incident-job = Автоматичне завдання не виконалося.
desk-incident-condition = Процес не може обчислити умову.
desk-incident-deadlock = Процес не може рухатися далі.
desk-incident-limit = Процес повторюється надто часто.
desk-context-no-unit = Жодного підрозділу: лише спільне для всієї установи
desk-context-units = { $n ->
    [one] { $n } підрозділ
    [few] { $n } підрозділи
   *[many] { $n } підрозділів
    }
desk-context-lent = Передає { $lender }

## Access
desk-menu-item-policies = Політика доступу
desk-menu-item-access = Пояснення доступу
desk-own-access = Мій доступ і передачі
desk-menu-item-dictionaries = Довідники
desk-menu-item-people = Працівники
desk-menu-item-responsibilities = Обов’язки
desk-menu-item-history = Історія змін
## Прийом заяв у залі
desk-menu-item-intake = Прийом заяв
desk-intake-title = Прийом заяви в залі
desk-intake-lead = Для людини, яка прийшла особисто. Справа йде тим самим шляхом і дістає номер з того самого ряду, що й подана на порталі.
desk-intake-begun = Розпочато й не подано
desk-intake-resume = Продовжити
desk-intake-discard = Видалити
desk-intake-discarded = Розпочату заяву видалено.
desk-intake-procedure = Послуга
desk-intake-none = У ваших підрозділах такої послуги немає
desk-intake-person = Хто подає заяву?
desk-intake-unit = Куди подається?
desk-intake-unit-missing = Виберіть підрозділ, до якого подається справа
desk-intake-who = РНОКПП або електронна пошта
desk-intake-who-hint = Як у документі, або адреса облікового запису на порталі
desk-intake-who-missing = Введіть РНОКПП або електронну пошту
desk-intake-find = Знайти
desk-intake-found = Знайдено
desk-intake-found-compare = Звірте з документом, який показує людина. Той самий номер могли зазначити кілька осіб.
desk-intake-take = Ця особа
desk-intake-no-account = без облікового запису
desk-intake-not-found = За цими даними нікого немає. Введіть дані людини нижче.
desk-intake-new = Внести особу без облікового запису
desk-intake-new-lead = За цим номером і номером справи людина стежитиме за справою. Листи надходять лише тим, хто має обліковий запис.
desk-intake-number-hint = Потрібен РНОКПП або телефон
desk-intake-number-missing = Введіть РНОКПП або номер телефону
desk-intake-enter = Внести й продовжити
desk-intake-for = Заявник:
desk-intake-declare = Людина прочитала відповіді й підтверджує, що вони правдиві, а документи справжні
desk-intake-declare-needed = Спершу попросіть людину підтвердити відповіді
desk-intake-file = Прийняти заяву
desk-intake-receipt = Розписка про прийняття
desk-intake-filed = Заяву прийнято. Надрукуйте розписку й віддайте її людині.
desk-intake-place = Де прийнято
desk-intake-to-pay = До сплати
desk-intake-officer = Прийняв(-ла)
desk-intake-track = Хід справи можна перевірити за її номером і 4 останніми цифрами РНОКПП або телефону:
desk-intake-open = Відкрити справу
desk-intake-next = Наступна людина
desk-menu-item-accounting = Облік
desk-menu-item-reorganisations = Реорганізації
desk-menu-item-onboarding = Налаштування порталу
desk-menu-item-refunds = Повернення коштів
desk-refund-title = Повернення коштів
desk-refund-raise = Оформити повернення коштів
desk-refund-reference = Номер повернення
desk-refund-applicant = Одержувач
desk-refund-way = Спосіб повернення
desk-refund-way-cash = Готівкою в касі
desk-refund-way-gateway = Через платіжний шлюз, звідки сплачено
desk-refund-amount = Сума повернення
desk-refund-amount-hint = Не більше { $left }
desk-refund-reason = Причина
desk-refund-reason-hint = Її прочитають той, хто затверджує, і заявник; її надруковано в кредит-ноті.
desk-refund-ask = Що повернути
desk-refund-ask-note = Рішення ухвалить інша особа вашого підрозділу. До того нічого не виплачується.
desk-refund-ask-send = Подати на затвердження
desk-refund-nothing-left = Усе вже повернено або чекає на рішення.
desk-refund-of = Платіж
desk-refund-was-paid = Сплачено
desk-refund-left = Ще можна повернути
desk-refund-raised = Подано
desk-refund-approved = Затверджено
desk-refund-refused = Відмовлено
desk-refund-declined = Шлюз не зміг повернути
desk-refund-paid = Виплачено
desk-refund-decide = Рішення
desk-refund-approve = Затвердити { $amount }
desk-refund-refuse = Відмовити
desk-refund-note = Причина відмови
desk-refund-note-hint = Потрібна лише для відмови.
desk-refund-own = Це повернення подали ви, тому рішення ухвалює інша особа.
desk-refund-dossier = Відкрити справу
desk-refunds-list-waiting = Чекають на рішення
desk-refunds-list-approved = Затверджені, не виплачені
desk-refunds-list-over = Завершені
desk-refunds-none-waiting = Немає повернень, що чекають на рішення.
desk-refunds-none-approved = Немає затверджених повернень до виплати.
desk-refunds-none-over = Завершених повернень ще немає.
desk-refund-state-waiting = Чекає на рішення
desk-refund-state-refused = Відмовлено
desk-refund-state-at-desk = До видачі в касі
desk-refund-state-at-gateway = Повертає шлюз
desk-refund-state-paid = Повернено
desk-flash-refund-raised = Подано. Рішення ухвалить інша особа.
desk-flash-refund-approved = Затверджено. Заявника повідомлять.
desk-flash-refund-refused = Відмову записано.
desk-paper-credit-note = Кредит-нота
