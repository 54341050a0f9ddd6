# Forms: what every field and its mistakes say.
forms-errors-title = { $n ->
    [one] Виправте { $n } помилку, щоб продовжити
    [few] Виправте { $n } помилки, щоб продовжити
   *[many] Виправте { $n } помилок, щоб продовжити
    }
# For the page, not for its reader: the order of the three parts of a day.
forms-date-order = day-month-year
forms-day = День
forms-month = Місяць
forms-year = Рік
forms-choose = Оберіть
forms-file-choose = Обрати файл
forms-file-none = Файл не вибрано
forms-file-limit = { $kinds }, до { $size }.
forms-file-remove = Вилучити
forms-file-attached = Долучено
forms-prefilled = Заповнено з вашого кабінету
forms-characters = { $n ->
    [one] Не більше { $n } символу
    [few] Не більше { $n } символів
   *[many] Не більше { $n } символів
    }
forms-password = Пароль
forms-password-new-hint = Щонайменше 10 символів. Найкраще — коротке речення.
forms-email = Електронна пошта
forms-name = Прізвище, ім’я та по батькові
forms-phone = Телефон
forms-identity = РНОКПП
forms-identity-hint = 10 цифр, як у довідці податкової.

## What is wrong with an answer
forms-problem-missing = Дайте відповідь на це запитання
forms-problem-unknown-field = У формі немає такого поля
forms-problem-several-values = Оберіть лише одне значення
forms-problem-too-long = { $limit ->
    [one] Скоротіть до { $limit } символу
    [few] Скоротіть до { $limit } символів
   *[many] Скоротіть до { $limit } символів
    }
forms-problem-control-characters = Є символи, які не друкуються. Введіть текст вручну
forms-problem-not-whole = Введіть ціле число, наприклад 12
forms-problem-not-number = Введіть число, наприклад 12,5
forms-problem-too-many-decimals = { $limit ->
    [one] Не більше { $limit } знака після коми
    [few] Не більше { $limit } знаків після коми
   *[many] Не більше { $limit } знаків після коми
    }
forms-problem-too-small = Має бути не менше { $limit }
forms-problem-too-large = Має бути не більше { $limit }
forms-problem-not-day = Введіть дату, яка існує, наприклад 5 11 2026
forms-problem-too-early = Дата має бути не раніше { $limit }
forms-problem-too-late = Дата має бути не пізніше { $limit }
forms-problem-not-an-option = Оберіть один із варіантів
forms-problem-not-yes-no = Оберіть «Так» або «Ні»
forms-problem-not-identity = Номер неправильний. Звірте з документом
forms-problem-not-email = Введіть повну адресу, наприклад imia@pryklad.ua
forms-problem-not-phone = Введіть номер телефону, наприклад 067 123 45 67
forms-problem-pattern = Введіть у вказаному вигляді
forms-level = Рівень { $n }
forms-level-more = Показати наступний рівень
forms-problem-incomplete = Оберіть також наступний рівень.
