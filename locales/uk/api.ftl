# The API for programs: what its refusals say.

api-not-json = Тіло запиту не є правильним JSON: рядок { $line }, позиція { $column }
api-too-deep = Об’єкти та списки можуть бути вкладені не глибше { $max } рівнів
api-too-many-members = Об’єкт чи список може мати щонайбільше { $max } елементів
api-not-valid = Запит складено неправильно
api-not-an-object = Тут має бути об’єкт
api-unknown-member = Такого поля тут немає
api-missing-member = Цього бракує
api-not-a-text = Тут має бути текст
api-not-an-answer = Відповідь — це текст, число, true чи false або їх список
api-query-not-valid = Параметр адреси має неправильне значення
api-key-missing = Надішліть заголовок Idempotency-Key з новим ключем для кожної заяви
api-key-not-valid = Idempotency-Key має складатися з 1–128 друкованих символів без пробілів
api-key-reused = Цей Idempotency-Key уже використано для іншої заяви. Візьміть новий
api-procedure-unknown = Немає послуги з таким кодом
api-unit-unknown = Немає підрозділу з таким кодом
api-papers-needed = Потрібно додати документи, це можна зробити на порталі: { $papers }
api-note-too-long = Примітка може мати щонайбільше { $max } символів
api-problem-not-found = За цією адресою нічого немає, або вам не можна цього бачити. Ззовні одне від другого не відрізнити.
api-problem-denied = Ви це бачите, але не маєте на це права: дія не належить до вашої ролі. Спробу записано.
api-problem-sign-in-needed = Надішліть дійсний токен у заголовку «Authorization: Bearer …». Ваш відсутній, невідомий, відкликаний або прострочений; створіть новий у своєму кабінеті.
api-problem-refused = Правила цього не дозволяють, нічого не змінено. У «detail» та «errors» сказано чому і де.
api-problem-conflict = Хтось змінив це раніше, або перший виклик із цим ключем ще виконується. Перевірте та повторіть.
api-problem-too-many-requests = Забагато запитів за короткий час. Зачекайте стільки, скільки вказано в Retry-After.
api-problem-unavailable = Частина сервісу зараз не відповідає. Повторіть через час, указаний у Retry-After; з тим самим Idempotency-Key ніщо не виконається двічі.
api-problem-internal = Сталася помилка на нашому боці. Звертаючись до нас, назвіть «trace».
