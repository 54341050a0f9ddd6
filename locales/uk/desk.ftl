## Frame
desk-title = Робоче місце
desk-context = Підрозділ
desk-find = Номер справи, ім’я або код
desk-menu-work = Робота
desk-menu-hall = Каса
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
