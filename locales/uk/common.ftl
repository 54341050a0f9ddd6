# Words that every surface shares.

## The frame of a page
common-skip = Перейти до основного вмісту
common-language = Мова
common-navigation = Головна навігація
common-breadcrumbs = Навігаційний шлях
common-home = Головна
common-sign-in = Увійти
common-sign-out = Вийти
common-demo = Демонстраційна версія: усі назви, справи й суми на цьому сайті вигадані.
common-print = Надрукувати
common-back = Назад
common-search = Знайти
common-open = Відкрити
common-download = Завантажити
common-yes = Так
common-no = Ні
common-none = Немає
common-labelled = { $label }: { $text }
common-error-prefix = Помилка
common-colon = { ": " }

## Pages of a list
common-pages = Сторінки
common-page-previous = Попередня
common-page-next = Наступна
common-page-number = Сторінка { $n }
common-page-of = сторінка { $page } з { $pages }

## How long something may take
common-limit-same-day = У день звернення
common-limit-working-days = { $n ->
    [one] { $n } робочий день
    [few] { $n } робочі дні
   *[many] { $n } робочих днів
    }
common-limit-calendar-days = { $n ->
    [one] { $n } календарний день
    [few] { $n } календарні дні
   *[many] { $n } календарних днів
    }
common-limit-working-hours = { $n ->
    [one] { $n } робоча година
    [few] { $n } робочі години
   *[many] { $n } робочих годин
    }
common-limit-months = { $n ->
    [one] { $n } місяць
    [few] { $n } місяці
   *[many] { $n } місяців
    }

## When something is due
common-due-left-days = { $n ->
    [one] Ще { $n } день
    [few] Ще { $n } дні
   *[many] Ще { $n } днів
    }
common-due-left-hours = { $n ->
    [one] Ще { $n } година
    [few] Ще { $n } години
   *[many] Ще { $n } годин
    }
common-due-over-days = { $n ->
    [one] Прострочено на { $n } день
    [few] Прострочено на { $n } дні
   *[many] Прострочено на { $n } днів
    }
common-due-over-hours = { $n ->
    [one] Прострочено на { $n } годину
    [few] Прострочено на { $n } години
   *[many] Прострочено на { $n } годин
    }
common-due-paused = Строк зупинено
common-due-done = Завершено
common-due-date = Строк надання результату
common-due-how = Як пораховано строк
common-due-start = Початок відліку
common-due-limit = Строк розгляду
common-due-skipped = Дні, що не враховуються
common-due-pauses = Зупинки строку
common-due-pause-until = завершилася: { $from } – { $to }
common-due-pause-open = з { $from }, триває
common-due-pause-payment = очікування оплати
common-due-pause-supplement = очікування доповнень
common-due-result = Результат

## What it costs
common-fee = Вартість
common-fee-free = Безоплатно
common-fee-from = Від { $amount }
common-fee-formula = Розраховується індивідуально
common-total = Разом

## How far a procedure is online
common-level = Спосіб подання
common-level-full = Повністю онлайн
common-level-partial = Частково онлайн
common-level-counter = Лише особисто
common-time = Строк

## Where a dossier stands
common-state = Стан
common-state-submitted = Очікує прийняття
common-state-in-progress = На розгляді
common-state-awaiting-payment = Очікує оплати
common-state-awaiting-supplement = Очікує доповнень
common-state-granted = Надано результат
common-state-refused = Відмовлено
common-state-withdrawn = Відкликано
common-state-incident = Потребує перевірки

## How a dossier came in
common-channel-portal = Онлайн
common-channel-counter = У вікні
common-channel-api = З іншої системи
common-channel-post = Пошта

## Things with a dossier
common-dossier-code = Номер справи
common-procedure = Послуга
common-unit = Виконавець
common-received = Отримано
common-amount = Сума
common-optional = необов’язково

## What happened to a dossier
common-log-received = Заяву отримано
common-log-accepted = Прийнято до розгляду
common-log-assessed = Розглянуто по суті
common-log-supplement-asked = Запитано додаткові документи
common-log-supplemented = Заявник додав документи
common-log-payment-asked = Виставлено до сплати
common-log-paid = Оплату отримано
common-log-approved = Погоджено керівником
common-log-sent-back = Повернуто на доопрацювання
common-log-refusal-decided = Ухвалено відмову
common-log-finished-granted = Результат готовий
common-log-finished-refused = Завершено: відмова
common-log-finished-withdrawn = Завершено: заявник відкликав
common-log-withdrawn = Заявник відкликав заяву
common-due-weekly-off = Вихідний день
common-due-after-cut-off = Отримано після граничної години: відлік з наступного робочого дня
common-log-refund-raised = Подано на повернення коштів
common-log-refund-approved = Повернення коштів затверджено
common-log-refund-refused = У поверненні коштів відмовлено
common-log-refund-paid = Кошти повернено
