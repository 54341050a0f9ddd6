# Forms: what every field and its mistakes say.
forms-errors-title = { $n ->
    [one] Виправте { $n } помилку, щоб продовжити
    [few] Виправте { $n } помилки, щоб продовжити
   *[many] Виправте { $n } помилок, щоб продовжити
    }
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
forms-login = Електронна пошта або логін
forms-password = Пароль
forms-password-new-hint = Щонайменше 10 символів. Найкраще — коротке речення.
forms-email = Електронна пошта
forms-name = Прізвище, ім’я та по батькові
forms-phone = Телефон
forms-identity = РНОКПП
forms-identity-hint = 10 цифр, як у довідці податкової.
