// SPDX-License-Identifier: GPL-3.0-or-later
#include "monkey.h"
#include "views/headmapview.h"
#include "views/promptbar.h"
#include "windowuser.h"

#include <QAction>
#include <QApplication>
#include <QDesktopServices>
#include <QDir>
#include <QTest>

#include <array>

using namespace needlescope;

namespace {

QStringList complaints; ///< of Qt and of the program
QtMessageHandler usual = nullptr;
constexpr std::array schemes{"http", "https", "file"};

void listen(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    static const QStringList harmless{
        "This plugin does not support", "Mouse event occurs outside", "This plugin supports grabbing the mouse only for popup windows"};
    const bool known = std::any_of(harmless.begin(), harmless.end(), [&text](const QString &part) { return text.contains(part); });
    if (type != QtDebugMsg && type != QtInfoMsg && !known)
        complaints << text;
    usual(type, context, text);
}

} // namespace

/// Somebody without any sense at the real window with the real engine. A few seconds; NEEDLESCOPE_MONKEY_MINUTES says how many minutes,
/// NEEDLESCOPE_MONKEY_SEED which, and with NEEDLESCOPE_MONKEY_TELLS each act is told.
class TestMonkey : public QObject, private WindowUser
{
    Q_OBJECT

public slots:
    void openNothing(const QUrl & /*url*/) { } ///< where a link leads

private slots:
    void initTestCase();
    void cleanupTestCase();
    void nothingBreaks_data();
    void nothingBreaks();

private:
    QStringList files() const;
};

void TestMonkey::initTestCase()
{
    settle(QStringLiteral("tst_monkey"));
    qputenv("HF_ENDPOINT", "http://127.0.0.1:9"); // nobody is there
    qputenv("HF_HOME", m_world.scratch("hub").toUtf8());
    for (const char *scheme : schemes)
        QDesktopServices::setUrlHandler(QLatin1String(scheme), this, "openNothing");
    QVERIFY(QDir::setCurrent(m_world.scratch({}))); // where a name without a folder leads
}

void TestMonkey::cleanupTestCase()
{
    leave();
    for (const char *scheme : schemes)
        QDesktopServices::unsetUrlHandler(QLatin1String(scheme));
}

QStringList TestMonkey::files() const
{
    QFile::copy(NEEDLESCOPE_SOURCE_DIR "/resources/runs/demo.needle", m_world.scratch("copy.needle"));
    return {m_world.scratch("copy.needle"), m_world.write("theirs.json", R"({"0-1": [0.5], "3-2": [0.75, 0.25], "7-7": [0.1]})"),
        m_world.write("text.txt", QByteArray("The ship came in at noon and left at night. ").repeated(40)),
        m_world.write("garbage.gguf", QByteArray(200, '\x81')), m_world.write("old.nscope", R"({"needlescopeSession": 1, "session": {}})"),
        m_world.scratch("new.nscope"), m_world.scratch("new.svg"), m_world.scratch("new.png"), m_world.scratch("new.csv"),
        m_world.scratch("nowhere/new.pdf"), m_world.modelDirectory(), m_world.scratch({})};
}

/// A window each minute.
void TestMonkey::nothingBreaks_data()
{
    QTest::addColumn<quint32>("seed");
    QTest::addColumn<int>("seconds");
    const int minutes = qEnvironmentVariableIntValue("NEEDLESCOPE_MONKEY_MINUTES");
    const quint32 first = qEnvironmentVariable("NEEDLESCOPE_MONKEY_SEED", "1").toUInt();
    for (int i = 0; i < std::max(1, minutes); ++i) {
        const quint32 seed = first + static_cast<quint32>(i);
        QTest::addRow("seed %u", seed) << seed << (minutes > 0 ? 60 : 4);
    }
}

void TestMonkey::nothingBreaks()
{
    QFETCH(quint32, seed);
    QFETCH(int, seconds);
    open(TestWorld::engine());
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model(), patience);
    for (QAction *action : m_window->findChildren<QAction *>()) { // in whatever language the monkey before left it
        if (action->menuRole() == QAction::QuitRole)
            action->setEnabled(false);
    }
    complaints.clear();
    usual = qInstallMessageHandler(listen);
    Monkey monkey(m_window.get(), seed, files());
    monkey.play(std::chrono::seconds(seconds));
    qInstallMessageHandler(usual);
    qInfo("%d acts", monkey.nActs());
    QVERIFY2(complaints.empty(), qPrintable(complaints.join('\n')));
    // It is still of use.
    m_session->stop();
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->activity(), patience);
    beginAnew();
    m_window->openSession(m_world.write("plain.nscope", R"({"needlescopeSession": 1, "session": {}})"));
    QVERIFY(view<PromptBar>()->isVisible() && answered());
}

/// Qt Test gives all rows together five minutes, unless it is told otherwise before it starts.
int main(int argc, char **argv)
{
    const int minutes = qEnvironmentVariableIntValue("NEEDLESCOPE_MONKEY_MINUTES");
    qputenv("QTEST_FUNCTION_TIMEOUT", QByteArray::number((2 * minutes + 5) * 60 * 1000));
    QApplication application(argc, argv);
    TestMonkey test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_monkey.moc"
