// SPDX-License-Identifier: GPL-3.0-or-later
#include "language/language.h"

#include "language/speaker.h"

#include <QCoreApplication>
#include <QDir>
#include <QEvent>
#include <QLibraryInfo>
#include <QLocale>
#include <QPointer>

#include <algorithm>
#include <array>

namespace needlescope {

namespace {

const QString english = QStringLiteral("en");
const QString embedded = QStringLiteral(":/translations");

/// On the buttons of dialogs, for where Qt's own catalogue is not installed.
[[maybe_unused]] constexpr std::array buttons{QT_TRANSLATE_NOOP("QPlatformTheme", "OK"), QT_TRANSLATE_NOOP("QPlatformTheme", "Cancel"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Open"), QT_TRANSLATE_NOOP("QPlatformTheme", "Save"), QT_TRANSLATE_NOOP("QPlatformTheme", "Close"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "&Yes"), QT_TRANSLATE_NOOP("QPlatformTheme", "&No")};

QString fileOf(const QString &code)
{
    const QString name = QStringLiteral("/needlescope_%1.qm").arg(code);
    const QString own = qEnvironmentVariable("NEEDLESCOPE_TRANSLATIONS");
    return !own.isEmpty() && QFile::exists(own + name) ? own + name : embedded + name;
}

std::shared_ptr<const QTranslator> read(const QString &file)
{
    auto catalogue = std::make_shared<QTranslator>();
    return catalogue->load(file) ? catalogue : nullptr;
}

/// Null: there is no program yet that could speak.
Speaker *speaker()
{
    static QPointer<Speaker> only;
    if (!only && QCoreApplication::instance()) {
        only = new Speaker(QCoreApplication::instance());
        if (auto plurals = read(fileOf(english)))
            only->englishCatalogues = {std::move(plurals)};
        only->catalogues = only->englishCatalogues;
        QCoreApplication::installTranslator(only);
    }
    return only;
}

/// Simplified characters are what a reader of any Chinese gets.
QString codeOfDesktop()
{
    for (const QString &wanted : QLocale::system().uiLanguages()) {
        const QString language = wanted.section(QLatin1Char('-'), 0, 0);
        for (const Language &known : languages()) {
            if (known.code.section(QLatin1Char('_'), 0, 0) == language)
                return known.code;
        }
    }
    return english;
}

} // namespace

std::vector<Language> languages()
{
    std::vector<Language> all{{english, QStringLiteral("English")}};
    for (const QString &file : QDir(embedded).entryList({QStringLiteral("needlescope_*.qm")})) {
        const QString code = file.section(QLatin1Char('.'), 0, 0).section(QLatin1Char('_'), 1);
        if (code != english)
            all.push_back({code, QLocale(code).nativeLanguageName()});
    }
    return all;
}

QString speak(const QString &code)
{
    Speaker *speaking = speaker();
    if (!speaking)
        return {};
    QString problem;
    speaking->code = code.isEmpty() ? codeOfDesktop() : code;
    speaking->catalogues = speaking->englishCatalogues;
    if (speaking->code != english) {
        if (auto catalogue = read(fileOf(speaking->code))) {
            speaking->catalogues = {std::move(catalogue)};
            if (auto ofQt = read(QLibraryInfo::path(QLibraryInfo::TranslationsPath) + QStringLiteral("/qtbase_%1.qm").arg(speaking->code)))
                speaking->catalogues.push_back(std::move(ofQt));
        } else {
            problem = QStringLiteral("The translation '%1' cannot be read, so English is spoken; install Needlescope again.")
                          .arg(QDir::toNativeSeparators(fileOf(speaking->code)));
            speaking->code = english;
        }
    }
    QLocale::setDefault(code.isEmpty() ? QLocale::system() : QLocale(speaking->code));
    QEvent event(QEvent::LanguageChange); // Qt's own widgets say themselves anew
    QCoreApplication::sendEvent(QCoreApplication::instance(), &event);
    emit speaking->languageChanged();
    return problem;
}

QString spokenLanguage()
{
    const Speaker *speaking = speaker();
    return speaking ? speaking->code : english;
}

void inEveryLanguage(QObject *owner, const std::function<void()> &say)
{
    say();
    if (Speaker *speaking = speaker())
        QObject::connect(speaking, &Speaker::languageChanged, owner, say);
}

InEnglish::InEnglish(bool wanted)
    : m_wanted(wanted && speaker())
{
    if (m_wanted)
        ++speaker()->inEnglish;
}

InEnglish::~InEnglish()
{
    if (m_wanted)
        --speaker()->inEnglish;
}

} // namespace needlescope
