// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/json.h"
#include "oracles.h"
#include "text/chattemplate.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace needlescope;
namespace fs = std::filesystem;

namespace {

const fs::path oracleFiles = needlescope::oracles() / "templates";

std::string contentOf(const fs::path &file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// Templates of published models with what jinja2 3.1.6 makes of them, set up as transformers does (trim_blocks, lstrip_blocks).
const nlohmann::json &cases()
{
    static const auto json = nlohmann::json::parse(contentOf(NEEDLESCOPE_SOURCE_DIR "/tests/text/chattemplates.json"));
    return json;
}

} // namespace

class TestChatTemplate : public QObject
{
    Q_OBJECT

private slots:
    void rendersAsJinja_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < cases().at("templates").size(); ++i)
            QTest::newRow(cases().at("templates")[i].at("name").get<std::string>().c_str()) << static_cast<int>(i);
    }

    void rendersAsJinja()
    {
        QFETCH(int, index);
        const auto &entry = cases().at("templates")[static_cast<std::size_t>(index)];
        std::string source;
        if (entry.contains("oracle")) {
            const fs::path file = oracleFiles / entry.at("oracle").get<std::string>();
            if (!fs::exists(file))
                QSKIP("../shared/oracles/templates is absent");
            source = contentOf(file);
        } else {
            source = entry.at("source").get<std::string>();
        }
        const auto chat = ChatTemplate::recognised(source, entry.at("bos").get<std::string>());
        QVERIFY(chat.has_value());
        const std::string user = cases().at("user");
        const std::string system = cases().at("system");
        const auto rendered = [&](const std::optional<std::string> &text) -> nlohmann::json {
            try {
                return chat->render(text, user);
            } catch (const EngineError &) {
                return nullptr; // as Jinja's raise_exception
            }
        };
        const auto compare = [&](const char *key, const std::optional<std::string> &text) {
            const nlohmann::json ours = rendered(text);
            QVERIFY2(ours == entry.at(key), (ours.dump() + "\n" + entry.at(key).dump()).c_str());
        };
        compare("alone", {});
        compare("with system", system);
        compare("with empty system", std::string());
    }

    void usualFormsAreTheFamiliesOwn()
    {
        for (const auto &[name, family, bos] :
            {std::tuple{"plain ChatML (Yi 34B)", ChatFamily::ChatMl, ""}, std::tuple{"Llama 2", ChatFamily::Llama2, "<s>"},
                std::tuple{"Llama 3", ChatFamily::Llama3, "<|begin_of_text|>"}, std::tuple{"Mistral v3", ChatFamily::Mistral, "<s>"},
                std::tuple{"Gemma", ChatFamily::Gemma, "<bos>"}, std::tuple{"microsoft-Phi-3.5-mini-instruct", ChatFamily::Phi3, "<s>"}}) {
            const auto chat = ChatTemplate::usual(family, bos);
            const auto &all = cases().at("templates");
            const auto entry = std::find_if(all.begin(), all.end(), [&](const nlohmann::json &e) { return e.at("name") == name; });
            QVERIFY2(entry != all.end(), name);
            QCOMPARE(chat.render({}, cases().at("user").get<std::string>()), entry->at("alone").get<std::string>());
            if (entry->at("with system").is_null())
                QVERIFY_EXCEPTION_THROWN(chat.render("s", "u"), EngineError);
            else
                QCOMPARE(chat.render(cases().at("system").get<std::string>(), cases().at("user").get<std::string>()),
                    entry->at("with system").get<std::string>());
        }
    }

    void refusesWhatItCannotSay_data()
    {
        QTest::addColumn<QString>("source");
        QTest::newRow("empty") << QString();
        QTest::newRow("no family") << "{% for m in messages %}{{ '<u>' + m['content'] }}{% endfor %}";
        QTest::newRow("Zephyr")
            << "{% for message in messages %}\n{% if message['role'] == 'user' %}\n{{ '<|user|>\n' + message['content'] + "
               "eos_token }}\n{% endif %}{% endfor %}";
        QTest::newRow("a date of today")
            << "{{ '<|im_start|>system\nToday is ' + strftime_now('%d') + '<|im_end|>\n' }}{{ '<|im_start|>user\n' "
               "+ message['content'] + '<|im_end|>\n' }}";
        QTest::newRow("a turn with something more")
            << "{{ '<|im_start|>user\n' + message['name'] + message['content'] + '<|im_end|>\n' }}{{ '<|im_start|>assistant\n' }}";
        QTest::newRow("no answer to begin") << "{{ '<|im_start|>user\n' + message['content'] + '<|im_end|>\n' }}";
        QTest::newRow("cut short") << "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + mess";
        QTest::newRow("an open string") << "{{ '<|im_start|>user }}";
        QTest::newRow("no tag at all") << "<|im_start|>user";
        QTest::newRow("text behind the last tag") << "{{ '<|im_start|>user' }} {";
    }

    void refusesWhatItCannotSay()
    {
        QFETCH(QString, source);
        QVERIFY(!ChatTemplate::recognised(source.toStdString(), "<s>"));
    }

    void readsCheckpoints()
    {
        QTemporaryDir folder;
        const fs::path directory = folder.path().toStdString();
        QVERIFY(!readChatTemplate(directory).present);

        const auto source = gemmaSource();
        const auto write = [&](const char *name, const nlohmann::json &json) { std::ofstream(directory / name) << json; };
        write("tokenizer_config.json", {{"bos_token", {{"content", "<b>"}}}, {"chat_template", source}});
        auto found = readChatTemplate(directory);
        QVERIFY(found.present && found.chat);
        QCOMPARE(found.chat->render({}, "u"), std::string("<b><start_of_turn>user\nu<end_of_turn>\n<start_of_turn>model\n"));

        write("tokenizer_config.json",
            {{"bos_token", "<b>"},
                {"chat_template", {{{"name", "tool_use"}, {"template", "?"}}, {{"name", "default"}, {"template", source}}}}});
        QVERIFY(readChatTemplate(directory).chat);

        // The file of its own goes first.
        std::ofstream(directory / "chat_template.jinja") << "{{ messages }}";
        found = readChatTemplate(directory);
        QVERIFY(found.present && !found.chat);
        fs::remove(directory / "chat_template.jinja");

        std::ofstream(directory / "tokenizer_config.json") << "{\"chat_template\": ";
        found = readChatTemplate(directory);
        QVERIFY(found.present && !found.chat);
        write("tokenizer_config.json", {{"chat_template", nullptr}});
        QVERIFY(!readChatTemplate(directory).present);
    }

private:
    static std::string gemmaSource()
    {
        return "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}"
               "{% for message in messages %}{% set role = message['role'] %}{{ '<start_of_turn>' + role + '\\n' + message['content'] | "
               "trim"
               " + '<end_of_turn>\\n' }}{% endfor %}{% if add_generation_prompt %}{{'<start_of_turn>model\\n'}}{% endif %}";
    }
};

QTEST_APPLESS_MAIN(TestChatTemplate)
#include "tst_chattemplate.moc"
