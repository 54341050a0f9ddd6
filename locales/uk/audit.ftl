# The auditor's pages.
audit-dashboard-title = Показники розгляду справ
audit-period = З { $from } до { $until }
audit-scope = Охоплення: { $scope }. Дані станом на { $time }.
audit-csv = Завантажити CSV
audit-by = Групувати
audit-by-unit = Підрозділ
audit-by-procedure = Послуга
audit-by-month = Місяць
audit-sum-received = Отримано справ
audit-sum-completed = Розглянуто
audit-sum-on-time = Вчасно
audit-sum-overdue = Прострочено
audit-sum-money = Отримано коштів
audit-total = Разом
audit-chart-table = Таблиця до діаграми
audit-dossiers-count = { $n ->
    [one] { $n } справа
    [few] { $n } справи
   *[many] { $n } справ
    }
audit-dossiers-back = Назад до показників
audit-completed = Завершено
audit-trail-title = Журнал дій
audit-trail-at = Час
audit-trail-actor = Хто
audit-trail-verb = Дія
audit-trail-subject = Об’єкт
audit-trail-decision = Рішення
audit-trail-granted = Дозволено
audit-trail-denied = Відмовлено
audit-none = За цими умовами даних немає.
audit-filter-unit-any = Усі підрозділи
audit-filter-procedure-any = Усі послуги
audit-filter-from = Від місяця
audit-filter-until = До місяця
audit-sum-granted = Задоволено
audit-sum-refused = Відмовлено
audit-sum-withdrawn = Відкликано
audit-chart-by-unit = Отримані та завершені справи за підрозділами
audit-chart-by-month = Отримані та завершені справи за місяцями
audit-currency = Валюта
audit-trail-sealed = Опечатано: { $n }, востаннє { $time }
audit-trail-any = Усі
audit-trail-anonymous = Без входу
audit-sum-refunded = Повернено
audit-sum-net = Чисті надходження
audit-by-entity = Юридична особа
audit-branch = Філія { $value }
audit-branch-column = Філія
audit-books-hint = За основними книгами. Юридична особа з кількома балансувальними значеннями зводить дані своїх філій: прийняте в залі належить філії центру витрат цього залу.
