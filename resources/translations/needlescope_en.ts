<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Progress</name>
    <message numerus="yes">
        <source>%n s left</source>
        <translation>
            <numerusform>%n s left</numerusform>
            <numerusform>%n s left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n s</source>
        <translation>
            <numerusform>about %n s</numerusform>
            <numerusform>about %n s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n min</source>
        <translation>
            <numerusform>about %n min</numerusform>
            <numerusform>about %n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n h</source>
        <translation>
            <numerusform>about %n h</numerusform>
            <numerusform>about %n h</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>needlescope::HeadMapView</name>
    <message numerus="yes">
        <source>Key/value group %1 (Shift+Space masks its %n heads)</source>
        <translation>
            <numerusform>Key/value group %1 (Shift+Space masks its %n head)</numerusform>
            <numerusform>Key/value group %1 (Shift+Space masks its %n heads)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>needlescope::MainWindow</name>
    <message numerus="yes">
        <source>%1 It is tried again in %n s; nothing is lost.</source>
        <translation>
            <numerusform>%1 It is tried again in %n s; nothing is lost.</numerusform>
            <numerusform>%1 It is tried again in %n s; nothing is lost.</numerusform>
        </translation>
    </message>
</context>
</TS>
