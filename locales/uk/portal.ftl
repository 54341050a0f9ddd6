# The citizens' portal.

## Frame
portal-nav-services = Послуги
portal-nav-track = Стан справи
portal-nav-dossiers = Мої справи
portal-nav-notices = Сповіщення
portal-nav-notices-unread = { $n ->
    [one] { $n } непрочитане сповіщення
    [few] { $n } непрочитані сповіщення
   *[many] { $n } непрочитаних сповіщень
    }
portal-foot-help = Допомога
portal-foot-phone = Гаряча лінія: { $phone }
portal-foot-phone-hours = Гаряча лінія: { $phone } ({ $hours })
portal-foot-about = Про портал
portal-foot-accessibility = Доступність
portal-foot-licences = Ліцензії

## Home
portal-home-title = Яка послуга вам потрібна?
portal-home-lead = { $n ->
    [one] Знайдіть { $n } послугу, дізнайтеся, які документи потрібні, подайте заяву й сплатіть онлайн.
    [few] Знайдіть потрібну з { $n } послуг, дізнайтеся, які документи потрібні, подайте заяву й сплатіть онлайн.
   *[many] Знайдіть потрібну з { $n } послуг, дізнайтеся, які документи потрібні, подайте заяву й сплатіть онлайн.
    }
portal-search-label = Пошук послуг
portal-search-example = Наприклад: народження дитини, земля, субсидія
portal-search-popular = Часто шукають:
portal-quick-track = Перевірити стан справи
portal-quick-track-detail = За номером справи, без входу
portal-quick-dossiers = Мої справи
portal-quick-dossiers-detail = Доповнити документи, отримати результат
portal-quick-pay = Сплатити збір
portal-quick-pay-detail = Оплата карткою та електронна квитанція
portal-quick-all = Усі послуги
portal-quick-all-detail = Фільтр за сферою, способом подання, вартістю
portal-events-title = Життєві ситуації
portal-events-count = { $n ->
    [one] { $n } послуга
    [few] { $n } послуги
   *[many] { $n } послуг
    }
portal-popular-title = Найпопулярніші послуги
portal-popular-all = Усі послуги
portal-apply = Подати заяву
portal-see-guide = Докладніше
portal-results-title = Результати місяця
portal-results-on-time = справ опрацьовано вчасно
portal-results-online = заяв подано онлайн
portal-results-received = справ отримано
portal-results-completed = результатів надано
portal-percent = { $value }%
portal-news-title = Оголошення
portal-halls-title = Де подати особисто

## Search
portal-search-title = Пошук послуг
portal-search-results = { $n ->
    [one] { $n } послуга за запитом «{ $query }»
    [few] { $n } послуги за запитом «{ $query }»
   *[many] { $n } послуг за запитом «{ $query }»
    }
portal-search-all = { $n ->
    [one] { $n } послуга
    [few] { $n } послуги
   *[many] { $n } послуг
    }
portal-search-nothing = За запитом «{ $query }» нічого не знайдено
portal-search-nothing-help = Спробуйте коротше слово або оберіть життєву ситуацію.
portal-search-filters = Фільтри
portal-search-clear = Прибрати фільтри
portal-search-remove = Прибрати фільтр

## Guide
portal-guide-who = Хто може подати
portal-guide-bring = Які документи потрібні
portal-guide-bring-nothing = Документи не потрібні: відомості, які держава вже має, ми перевіримо самі.
portal-guide-paper-optional = за наявності
portal-guide-paper-form = Завантажити зразок
portal-guide-fees = Вартість
portal-guide-where = Де подати
portal-guide-legal = Правова підстава
portal-guide-steps = Етапи розгляду
portal-guide-result = Що ви отримаєте
portal-guide-agency = Хто надає послугу
portal-guide-version = Версія { $version }
portal-guide-code = Код послуги
portal-guide-apply-note = Близько 10 хвилин. Чернетка зберігається після кожного кроку.
portal-guide-counter-only = Ця послуга надається лише особисто.

## Apply
portal-apply-steps = Кроки заяви
portal-apply-step-of = Крок { $n } з { $of }
portal-apply-step-done = Заповнено
portal-apply-step-now = Заповнюється
portal-apply-step-todo = Не заповнено
portal-apply-next = Зберегти й продовжити
portal-apply-later = Зберегти на потім
portal-apply-back = Назад до попереднього кроку
portal-apply-yours = Ваша заява
portal-apply-saved = Чернетку збережено о { $time }
portal-apply-help = Потрібна допомога?
portal-apply-help-phone = Телефонуйте { $phone } і назвіть послугу, на яку подаєте заяву.
portal-check-title = Перевірте перед поданням
portal-check-change = Змінити
portal-check-empty = Без відповіді
portal-check-papers = Долучені документи
portal-check-declare = Підтверджую, що наведені відомості є правдивими, і розумію відповідальність за подання неправдивих даних.
portal-check-submit = Подати заяву
portal-check-fee-note = Вартість пораховано за вашими відповідями. Оплата — після подання.

## Sent
portal-sent-title = Заяву подано
portal-sent-code = Номер вашої справи
portal-sent-qr = QR-код веде на сторінку стану справи
portal-sent-mail = Розписку надіслано на { $email }.
portal-sent-next = Що далі
portal-sent-pay = Сплатіть { $amount }, щоб справу взяли в роботу
portal-sent-pay-soon = Запит на оплату формується. За мить кнопка оплати з’явиться на сторінці справи.
portal-sent-pay-later = Сплачувати ще не потрібно: спершу розглянуть документи й повідомлять, коли сплатити. Від того часу й до оплати перебіг строку зупинено.
portal-sent-due-after-payment = День відповіді визначимо після оплати.
portal-sent-receipt = Завантажити розписку (PDF)
portal-sent-track = Переглянути стан справи

## Pay
portal-pay-title = Оплата
portal-pay-for = Справа { $code }
portal-pay-lines = Складові суми
portal-pay-method = Спосіб оплати
portal-pay-payee = Отримувач
portal-pay-until = Сплатити до
portal-pay-button = Сплатити { $amount }
portal-pay-once = Достатньо натиснути один раз; повторне натискання не спише кошти двічі.
portal-pay-at-hall = Готівкою в касі: назвіть номер справи.
portal-paid-paid = Оплату отримано
portal-paid-pending = Очікуємо підтвердження банку
portal-paid-pending-detail = Зазвичай менше хвилини. Сторінку можна закрити: результат надішлемо поштою.
portal-paid-check = Перевірити знову
portal-paid-failed = Оплата не пройшла
portal-paid-failed-detail = Кошти не списано. Спробуйте ще раз або оберіть інший спосіб.
portal-paid-cancelled = Оплату скасовано
portal-paid-retry = Спробувати ще раз
portal-paid-at = Час
portal-paid-goes-on = Розгляд вашої справи триває. Коли будуть новини, ми повідомимо.
portal-paid-receipt-number = Номер квитанції
portal-paid-receipt-coming = Квитанція готується. За мить вона з’явиться на сторінці справи.
portal-paid-reference = Номер операції в платіжній системі
portal-paid-receipt = Завантажити квитанцію (PDF)
portal-paid-dossier = До сторінки справи

## Track
portal-track-title = Стан справи
portal-track-lead = Введіть номер справи та 4 останні цифри телефону або РНОКПП, зазначених у заяві. Вхід не потрібен.
portal-track-code = Номер справи
portal-track-code-hint = Зазначений у розписці, наприклад { $example }
portal-track-digits = 4 останні цифри телефону або РНОКПП
portal-track-now = Де зараз справа
portal-track-history = Хід розгляду
portal-track-another = Перевірити іншу справу
portal-supplement-title = Потрібні доповнення
portal-supplement-papers = Потрібно подати:
portal-supplement-until = Подайте до { $date }. На цей час строк розгляду зупинено.
portal-supplement-button = Додати зараз
portal-supplement-sign-in = Увійдіть, щоб додати
portal-supplement-send = Надіслати доповнення

## My dossiers
portal-dossiers-title = Мої справи
portal-dossiers-drafts = Чернетки
portal-dossiers-sent = Подані
portal-dossiers-none = Ви ще не подавали заяв.
portal-dossiers-find = Знайти послугу
portal-draft-continue = Продовжити
portal-draft-saved = Збережено { $time }
portal-dossier-submitted = Подано { $time }

## One dossier
portal-dossier-result = Результат
portal-dossier-result-get = Завантажити результат (PDF)
portal-dossier-result-number = № { $number } від { $date }
portal-dossier-papers = Подані документи
portal-dossier-documents = Видані документи
portal-dossier-payments = Оплати
portal-dossier-pay = Сплатити
portal-payment-due = Не сплачено
portal-payment-pending = Підтверджується
portal-payment-paid = Сплачено
portal-payment-refunded = Повернено
portal-payment-cancelled = Скасовано
portal-dossier-answers = Ваші відповіді

## Notices
portal-notices-title = Сповіщення
portal-notices-none = Сповіщень ще немає.
portal-notices-unread = Нове
portal-notices-mark = Позначити всі прочитаними

## Account
portal-register-title = Створити обліковий запис
portal-register-button = Зареєструватися
portal-register-have = Уже маєте обліковий запис?
portal-sign-in-none = Ще не маєте облікового запису?
portal-sign-in-continue = Увійдіть, щоб продовжити. Усе введене збережено.
portal-sign-in-demo = Демонстраційні облікові записи

## Accessibility statement
portal-access-title = Доступність
portal-access-lead = Ми прагнемо, щоб кожна людина, зокрема з порушеннями зору, слуху чи руху, могла скористатися послугами самостійно.
portal-access-standard-title = Стандарт
portal-access-standard = Портал створено за WCAG 2.2 рівня AA та EN 301 549 (ДСТУ EN 301 549); кожну сторінку автоматично перевіряють перед випуском.
portal-access-can-title = Що можливо
portal-access-can-keyboard = працювати лише з клавіатури
portal-access-can-reader = слухати весь вміст програмою екранного читання
portal-access-can-zoom = збільшувати текст до 400 % без горизонтального прокручування
portal-access-can-script = подати заяву й сплатити з вимкненим JavaScript
portal-access-report-title = Щось не працює?
portal-access-report = Зателефонуйте { $phone } або завітайте до найближчого центру: вам допоможуть, а сторінку ми виправимо.

## What the catalogue is sorted by
portal-guide-qr = Скануйте, щоб відкрити цю інструкцію на телефоні
portal-guide-paper-original = Оригінал або його фото
portal-guide-paper-copy = Копія
portal-audience-citizen = Для громадян
portal-audience-business = Для підприємств та організацій
portal-facet-domain = Тема
portal-facet-event = Життєва ситуація
portal-facet-audience = Для кого
portal-facet-online = Спосіб подання

## Papers and sending
portal-apply-papers = Документи
portal-apply-papers-intro = Сфотографуйте або відскануйте кожен документ так, щоб було видно весь текст. Щоб додати ще одну сторінку документа, поверніться до цього кроку.
portal-check-changed = Відповіді змінено в іншому вікні. Перевірте їх ще раз перед надсиланням.
portal-check-declare-needed = Підтвердьте, що все вказане — правда

## Tracking
portal-track-enter-both = Введіть номер справи та останні 4 цифри
portal-track-unknown = Немає справи з таким номером і цифрами. Звірте їх із розпискою
portal-track-supplement = Установа просить доповнити документи. Увійдіть, щоб прочитати й додати.

## Adding and withdrawing
portal-supplement-reason = Установі потрібні додаткові документи, щоб продовжити.
portal-supplement-other = Інший документ
portal-supplement-word = Повідомлення установі
portal-supplement-sent = Дякуємо: установа отримала доповнення.
portal-withdraw-title = Відкликати заяву
portal-withdraw-meaning = Роботу буде припинено, результату не буде. Несплачений платіж скасується. Ви можете подати заяву знову будь-коли.
portal-withdraw-sure = Так, я відкликаю цю заяву
portal-withdraw-sure-needed = Підтвердьте, що хочете відкликати заяву
portal-withdraw-button = Відкликати
portal-withdraw-done = Заяву відкликають.

## Ways to pay
portal-pay-delivery = Доставка результату
portal-pay-tax = Податок
portal-pay-online = Онлайн: картка, банк або гаманець
portal-pay-online-hint = Ви перейдете до платіжного шлюзу й повернетеся сюди.
portal-pay-cash = Готівкою в центрі послуг
portal-pay-cash-hint = Назвіть у касі код { $reference }.
portal-pay-bank = Банківський переказ
portal-pay-bank-hint = У призначенні платежу вкажіть лише { $reference }.
portal-pay-choose = Оберіть спосіб оплати
portal-pay-nothing-due = За цією справою зараз нічого сплачувати.
portal-pay-by-transfer = Перекажіть суму, вказавши код у призначенні. Справа продовжиться, щойно кошти надійдуть.

## Account
portal-account-title = Мій кабінет
portal-account-details = Ваші дані
portal-account-sessions = Де ви увійшли
portal-account-session = Браузер
portal-account-this = ця сесія
portal-account-since = Від { $time }
portal-account-until = до { $time }
portal-account-end = Вийти там
portal-account-end-others = Вийти всюди, крім цієї сесії
portal-account-ended = Там виконано вихід.
portal-account-tokens = Програми, що діють від вашого імені
portal-account-tokens-lead = Токен дає програмі змогу діяти від вашого імені. Не давайте його тому, кому не дали б пароль.
portal-account-token-name = Для чого токен
portal-account-token-make = Створити токен
portal-account-token-shown = Скопіюйте токен зараз: його показано лише раз.
portal-account-token-end = Відкликати

## Перевірка документа
portal-verify-title = Перевірка документа
portal-verify-lead = Введіть код, надрукований під QR-кодом результату чи відмови, і дізнайтеся, чи видали його ми. Входити не потрібно, нічого завантажувати теж.
portal-verify-code = Код документа
portal-verify-code-hint = 36 знаків, наприклад 019a8f3c-5b1e-7c20-9d4f-2b7a61c0e8d5
portal-verify-button = Перевірити
portal-verify-enter = Введіть код документа
portal-verify-no-code = Це не код документа. Код має 36 знаків і стоїть під QR-кодом
portal-verify-genuine = Цей документ є в нашому реєстрі
portal-verify-compare = Порівняйте наведене нижче з документом у ваших руках. Якщо хоч щось відрізняється, ми видавали не цей документ.
portal-verify-broken = Поки що не покладайтеся на цей документ
portal-verify-broken-detail = Він є в реєстрі, але збережений файл більше не збігається із записом. Зателефонуйте нам, перш ніж ним користуватися.
portal-verify-kind = Вид
portal-verify-kind-result = Результат послуги
portal-verify-kind-refusal = Відмова
portal-verify-number = Номер
portal-verify-body = Видано
portal-verify-date = Дата
portal-verify-digest = Відбиток файлу (SHA-256)
portal-verify-private = На цій сторінці немає відомостей про особу, якій видано документ.
portal-verify-unknown = Документа з таким кодом ми не видавали
portal-verify-unknown-detail = Звірте код із документом знак за знаком. Якщо код той самий, а ви знову бачите цю сторінку, документ видала не наша установа: не приймайте його і повідомте нас.
portal-verify-another = Перевірити інший документ
portal-refund-at-desk = Отримайте в касі, номер { $reference }
portal-refund-at-gateway = Повертається туди, звідки сплачено, номер { $reference }
portal-refund-paid = Повернено, номер { $reference }
