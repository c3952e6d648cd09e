#include "features/accounts/model_password.hpp"

/// What people choose first: words, names, towns, clubs and games, Russian, English and Russian in Latin letters.
/// Endings, figures for letters, the other keyboard layout and repeats are made of them by the rules in
/// model_password.cpp.
namespace veche::accounts {

namespace {

constexpr std::string_view words_used_by_everybody = R"(
password passwort passw pass passwd word secret login admin administrator root user guest test demo welcome hello
letmein master access private public system server computer internet network windows linux android iphone samsung nokia
google yandex mail rambler vkontakte facebook instagram telegram youtube odnoklassniki microsoft apple oracle cisco
qwerty qwertyu qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazxsw qweasd qweasdzxc zaqwsx zaqxsw asdasd qweqwe zxczxc
iloveyou ilove loveyou love lovely lover sweet sweety sweetie honey baby babygirl princess prince king queen angel angels
devil god jesus christ heaven hell forever friend friends family mother father mama papa mamapapa sister brother son daughter
sunshine sun moon star stars sky rainbow flower flowers rose lily daisy butterfly bird eagle falcon hawk phoenix raven
dragon tiger lion wolf bear panda monkey horse cat kitty kitten dog doggy puppy rabbit bunny mouse fox shark dolphin
snake spider scorpion cobra viper panther jaguar cheetah leopard turtle frog fish chicken
football soccer hockey baseball basketball tennis golf boxing chess sport sports player game games gamer
michael jordan daniel david james john robert william richard thomas charles joseph andrew andrea anthony matthew
jessica jennifer ashley amanda michelle nicole samantha elizabeth charlie george harley justin hunter thunder
superman batman spiderman ironman starwars pokemon naruto matrix marvel avengers hobbit gandalf frodo potter harrypotter
minecraft counterstrike warcraft starcraft dota stalker sims fortnite roblox pubg wow diablo halo zelda mario sonic
shadow ghost ninja samurai warrior killer hunter soldier sniper ranger pirate knight wizard magic mystic mustang
corvette ferrari porsche mercedes bmw audi toyota honda nissan mazda lexus subaru lada volga kamaz priora kalina
summer winter spring autumn january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday
black white red green blue yellow orange purple silver golden gold diamond crystal pearl
coffee cookie chocolate banana apple cherry pepper ginger cheese pizza sugar candy vanilla
money dollar rich lucky happy smile funny crazy freedom liberty peace power energy fire water earth world
music guitar piano metal rock rap dance singer metallica nirvana eminem beatles madonna
one two three four five six seven eight nine ten first second number
abc abcd abcdef abcabc aaa xxx zzz trustno changeme default temp temporary nopass nopassword mypassword newpassword
correct horse battery staple whatever blahblah asdf qwer zxcv qaz wsx edc rfv tgb yhn
пароль парольпароль логин админ администратор секрет секретно доступ вход войти гость тест проверка привет здравствуй
пользователь компьютер интернет почта сервер система телефон клавиатура монитор принтер работа начальник директор бухгалтер
бухгалтерия отдел секретарь приёмная мэр мэрия город администрация глава губернатор совет дума выборы бюджет документ
йцукен йцукенг фывапролдж фыва ячсмить йфяцыч
любовь люблю любимый любимая любимка любаша милый милая малыш малышка зайка зайчик солнышко солнце котёнок котик кошка
кот собака волк медведь тигр лев лиса заяц дракон конь лошадь птица орёл сокол ворон рыба щука ласточка снежинка
мама папа мамапапа семья сестра брат дочка сынок бабушка дедушка друг подруга друзья счастье радость удача жизнь судьба
россия русь москва питер ленинград сибирь урал волга кузбасс кемерово новокузнецк юрга томск новосибирск омск красноярск
екатеринбург челябинск пермь казань самара саратов ростов краснодар сочи воронеж уфа тюмень барнаул иркутск владивосток
крым севастополь родина отечество победа победитель армия солдат танк десант спецназ погранец спартак зенит локомотив динамо
футбол хоккей бокс рыбалка охота рыбак охотник машина лада жигули москвич камаз мотоцикл
весна лето осень зима январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
понедельник вторник среда четверг пятница суббота воскресенье сегодня завтра
красный белый чёрный синий зелёный жёлтый золото золотой серебро алмаз звезда звёздочка небо море река вода огонь земля мир
цветок цветочек роза ромашка берёза берёзка рябина калина малина вишня яблоко клубника лимон апельсин шоколад конфета
деньги рубль доллар миллион богатство свобода правда надежда вера
один два три четыре пять шесть семь восемь девять десять раз
александр алексей анатолий андрей антон аркадий артём борис вадим валентин валерий василий виктор виталий владимир владислав
вячеслав геннадий георгий григорий данил даниил денис дмитрий евгений егор иван игорь илья кирилл константин лев леонид
максим матвей михаил никита николай олег павел пётр роман руслан сергей станислав степан тимофей фёдор юрий ярослав
александра алина алиса алла анастасия ангелина анна антонина валентина валерия варвара вера вероника виктория галина дарья диана
евгения екатерина елена елизавета жанна зинаида зоя инна ирина кристина ксения лариса лидия любовь людмила маргарита марина
мария надежда наталья нина оксана ольга полина раиса светлана софия тамара татьяна ульяна юлия яна
саша лёша андрюша тоша боря вадик витя вова влад слава гена гриша даня дима женя ваня игорёк илюша кирюша костя лёня
макс миша коля олежка паша петя рома русик серёжа серёга стас стёпа тима федя юра настя ксюша аня даша катя лена лиза
ира кристинка лариска люда рита маринка маша надя наташа натали нина оля поля рая света соня таня юля яна вика галя
пушкин лермонтов чебурашка масяня буратино винни незнайка снегурочка терминатор бэтмен человекпаук
parol parolparol privet zdravstvui lubov lyubov lubimaya lubimiy lublu lyublu solnishko solnce zaika zaichik kotenok kotik
koshka sobaka volk medved tigr drakon rossiya russia moskva moscow piter sibir kuzbass kemerovo yurga novokuznetsk tomsk
novosibirsk omsk spartak zenit lokomotiv dinamo cska chelsea barcelona arsenal liverpool manchester juventus
alex aleksandr alexander aleksey alexey anatoly andrey andrei anton artem boris vadim valera valentin vasya viktor victor
vitaly vladimir vladislav vova gena georgy denis dima dimon dmitry evgeny egor ivan igor ilya kirill kolya konstantin kostya
leonid maksim maxim max misha mikhail nikita nikolay oleg pavel pasha petr roman roma ruslan sasha sergey sergei serega stas
slava stepan timur fedor yura yuri yaroslav
alina alisa anastasia anastasiya nastya angelina anna anya valentina valeria varvara vera veronika vika viktoria victoria galina
darya dasha diana evgenia ekaterina katya elena lena elizaveta liza inna irina ira kristina christina ksenia ksusha larisa lidia
ludmila margarita marina maria masha nadezhda nadya natalia natasha nina oksana olga olya polina svetlana sveta sofia sonya
tamara tatiana tatyana tanya ulyana yulia julia yana
vesna leto osen zima rodina pobeda armiya mashina druzhba schastye udacha zhizn
ytrewq poiuyt lkjhgf mnbvcx abrakadabra абракадабра nepomnu неизвестно незнаю забыл забыла крокодил мойпароль новыйпароль
)";

}  // namespace

std::vector<std::string_view> password_words()
{
    std::vector<std::string_view> words;
    std::string_view rest = words_used_by_everybody;
    for (std::size_t start = rest.find_first_not_of(" \n"); start != std::string_view::npos;
         start = rest.find_first_not_of(" \n")) {
        rest.remove_prefix(start);
        const std::size_t end = std::min(rest.find_first_of(" \n"), rest.size());
        words.push_back(rest.substr(0, end));
        rest.remove_prefix(end);
    }
    return words;
}

}  // namespace veche::accounts
