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
