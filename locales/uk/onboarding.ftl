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
onboarding-phone = Телефон довідки
onboarding-brand = Основний колір
onboarding-brand-hint = Як #9a1b22. Білий текст на ньому має читатися: контраст не менше 4,5.
onboarding-accent = Колір оздоблення
onboarding-problem-colour = Напишіть колір як #9a1b22.
onboarding-problem-contrast = Контраст лише { $contrast }, потрібно не менше 4,5. Найближчий придатний колір: { $nearest }
onboarding-problem-name = Потрібна назва основною мовою, не більше 200 знаків.
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
