// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/runfile.h"
#include "program.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace needlescope;
using nlohmann::json;

namespace {

const QStringList needle{"--needle", "The best thing to do in San Francisco is eat a sandwich and sit in Dolores Park on a sunny day.",
    "--question", "What is the best thing to do in San Francisco?", "--length", "200"};
const QByteArray pageEnd = "\nBased on the content of the book, Question: What is the best thing to do in San Francisco?\nAnswer:";

std::string templateNamed(const std::string &name)
{
    std::ifstream stream(NEEDLESCOPE_SOURCE_DIR "/tests/text/chattemplates.json");
    const auto all = json::parse(stream);
    for (const auto &entry : all.at("templates")) {
        if (entry.at("name") == name)
            return entry.at("source");
    }
    return {};
}

} // namespace

/// The real program on the demo model, dressed as a chat model.
class TestTemplates : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void needleStandsInTheModelsOwnTemplate();
    void marksWithoutTokensAreTold();
    void systemTextAndFrameGoIntoIt();
    void otherFamilyIsTakenInItsUsualForm();
    void unknownTemplateIsTold();
    void textIsReadAsItIsUnlessAsked();
    void refusesWhatDoesNotFit();
    void runTellsItsTemplate();

private:
    QString file(const char *name) const { return m_folder.filePath(QLatin1String(name)); }
    json generate(const QStringList &options, QByteArray *err = nullptr) const;
    QByteArray textOf(const json &ids) const;

    QTemporaryDir m_folder;
    QString m_chat;
};

void TestTemplates::initTestCase()
{
    if (!QFile::exists(NEEDLESCOPE_SOURCE_DIR "/resources/models/demo/config.json"))
        QSKIP("resources/models/demo is absent");
    m_chat = file("chat");
    linkDemo(m_chat);
    std::ofstream((m_chat + "/tokenizer_config.json").toStdString()) << json{{"chat_template", templateNamed("Qwen1.5")}};
    linkDemo(file("unknown"));
    std::ofstream((file("unknown") + "/tokenizer_config.json").toStdString()) << json{{"chat_template", "{{ messages }}"}};
}

json TestTemplates::generate(const QStringList &options, QByteArray *err) const
{
    const auto result = run(QStringList{"generate"} + options + QStringList{"--max-tokens", "1", "--json"});
    if (err)
        *err = result.err;
    return result.code == 0 ? result.parsed() : json{{"error", result.err.toStdString()}};
}

QByteArray TestTemplates::textOf(const json &ids) const
{
    return run({"tokenize", m_chat, "--decode"}, QByteArray::fromStdString(ids.dump())).out;
}

void TestTemplates::needleStandsInTheModelsOwnTemplate()
{
    const auto output = generate(QStringList{m_chat} + needle);
    QCOMPARE(output.value("template", ""), std::string("chatml"));
    const auto ids = output.at("prompt_ids").get<std::vector<int>>();
    QVERIFY(ids.size() <= 200);
    const QByteArray text = textOf(ids);
    QVERIFY2(text.startsWith("<|im_start|>system\nYou are a helpful assistant<|im_end|>\n<|im_start|>user\n<book>"), text);
    QVERIFY2(text.endsWith("</book>" + pageEnd + "<|im_end|>\n<|im_start|>assistant\n"), text);
    const auto &span = output.at("needle_span");
    const QByteArray answer = textOf(std::vector<int>(ids.begin() + span.at(0).get<int>(), ids.begin() + span.at(1).get<int>()));
    QCOMPARE(answer.trimmed().chopped(answer.endsWith('.') ? 1 : 0), QByteArray("eat a sandwich and sit in Dolores Park on a sunny day"));
}

/// The demo model's tokenizer has no <|user|>; that of demo-chat has the marks of its template.
void TestTemplates::marksWithoutTokensAreTold()
{
    QByteArray err;
    generate(QStringList{m_chat} + needle + QStringList{"--template", "phi-3"}, &err);
    QVERIFY2(err.contains("writes <|user|>, which the model's tokenizer has no token for"), err);
    QCOMPARE(err.count('\n'), 1);
    const auto output = generate(QStringList{"demo-chat"} + needle, &err);
    QVERIFY(!output.value("template", "").empty());
    QVERIFY2(err.isEmpty(), err);
}

void TestTemplates::systemTextAndFrameGoIntoIt()
{
    const auto output = generate(
        QStringList{m_chat} + needle + QStringList{"--system", "Be brief.", "--template", "auto", "--frame", "{question} {context}"});
    const QByteArray text = textOf(output.at("prompt_ids"));
    const QByteArray begin = "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nWhat is the best thing to do in San Francisco? ";
    QVERIFY2(text.startsWith(begin), text);
    // A frame alone is the whole prompt.
    const auto alone = generate(QStringList{m_chat} + needle + QStringList{"--frame", "{question} {context}"});
    QVERIFY(alone.at("template").is_null());
    QVERIFY(!textOf(alone.at("prompt_ids")).contains("<|im_start|>"));
}

void TestTemplates::otherFamilyIsTakenInItsUsualForm()
{
    const auto output = generate(QStringList{m_chat} + needle + QStringList{"--template", "phi-3"});
    QCOMPARE(output.value("template", ""), std::string("phi-3"));
    const QByteArray text = textOf(output.at("prompt_ids"));
    QVERIFY2(text.startsWith("<|user|>\n<book>") && text.endsWith("Answer:<|end|>\n<|assistant|>\n"), text);
}

void TestTemplates::unknownTemplateIsTold()
{
    QByteArray err;
    const auto output = generate(QStringList{file("unknown")} + needle, &err);
    QVERIFY2(err.contains("unknown") && err.contains("prompt of base models"), err);
    QCOMPARE(err.count('\n'), 1);
    QVERIFY(output.at("template").is_null());
    const QByteArray text = textOf(output.at("prompt_ids"));
    QVERIFY2(text.endsWith(pageEnd) && !text.contains("<book>"), text);
    generate(QStringList{file("unknown")} + needle + QStringList{"--template", "none"}, &err);
    QVERIFY2(err.isEmpty(), err);
}

void TestTemplates::textIsReadAsItIsUnlessAsked()
{
    std::ofstream(file("prompt.txt").toStdString()) << "The tide comes in.";
    const QStringList plain{m_chat, "--prompt-file", file("prompt.txt")};
    QVERIFY(!textOf(generate(plain).at("prompt_ids")).contains("im_start"));
    const auto output = generate(plain + QStringList{"--template", "auto"});
    QCOMPARE(textOf(output.at("prompt_ids")),
        QByteArray("<|im_start|>system\nYou are a helpful assistant<|im_end|>\n<|im_start|>user\nThe tide comes "
                   "in.<|im_end|>\n<|im_start|>assistant\n"));
}

void TestTemplates::refusesWhatDoesNotFit()
{
    const auto gemma = run(QStringList{"generate", m_chat} + needle + QStringList{"--template", "gemma", "--system", "Be brief."});
    QCOMPARE(gemma.code, 1);
    QVERIFY2(gemma.err.contains("gemma") && gemma.err.contains("system text"), gemma.err);
    QCOMPARE(run(QStringList{"generate", m_chat} + needle + QStringList{"--template", "zephyr"}).code, 2);
    QCOMPARE(run(QStringList{"generate", "demo"} + needle + QStringList{"--system", "Be brief."}).code, 1);
}

void TestTemplates::runTellsItsTemplate()
{
    std::ofstream(file("needles.jsonl").toStdString())
        << json{{"needle", needle.at(1).toStdString()}, {"question", needle.at(3).toStdString()}, {"real_needle", "eat a sandwich"}};
    const auto result = run({"detect", m_chat, "--needles", file("needles.jsonl"), "--lengths", "150", "--depths", "50", "--max-tokens",
        "2", "--run", file("chat.needle"), "--json"});
    QVERIFY2(result.code == 0, result.err);
    const auto provenance = RunFile::openReadOnly(file("chat.needle").toStdString()).header().provenance;
    QCOMPARE(provenance.chatTemplate, std::string("chatml"));
    QVERIFY(provenance.frame.starts_with("<|im_start|>system\n"));
}

QTEST_APPLESS_MAIN(TestTemplates)
#include "tst_templates.moc"
