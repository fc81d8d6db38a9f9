package dev.berth.api.awsquery;

import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes the two documents of the Query protocol: a result and an error. */
final class XmlAnswer {
    private static final int REPLACEMENT = 0xFFFD;

    private final String namespace;

    XmlAnswer(String namespace) {
        this.namespace = namespace;
    }

    String result(String operation, QueryAnswer answer, String requestId) {
        return document(
                operation + "Response",
                xml -> {
                    switch (answer) {
                        case XmlStructure structure ->
                                elements(xml, operation + "Result", structure.elements());
                        case QueryAnswer.Done _ -> {}
                    }
                    xml.writeStartElement("ResponseMetadata");
                    element(xml, "RequestId", requestId);
                    xml.writeEndElement();
                });
    }

    String error(QueryError error, String requestId) {
        return document(
                "ErrorResponse",
                xml -> {
                    xml.writeStartElement("Error");
                    element(xml, "Type", error.type());
                    element(xml, "Code", error.code());
                    element(xml, "Message", error.message());
                    xml.writeEndElement();
                    element(xml, "RequestId", requestId);
                });
    }

    private interface Content {
        void write(XMLStreamWriter xml) throws XMLStreamException;
    }

    private String document(String root, Content content) {
        var text = new StringWriter(512);
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartElement(root);
            xml.writeDefaultNamespace(namespace);
            content.write(xml);
            xml.writeEndElement();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        return text.append('\n').toString();
    }

    private static void elements(XMLStreamWriter xml, String name, List<XmlElement> elements)
            throws XMLStreamException {
        xml.writeStartElement(name);
        for (XmlElement element : elements) {
            switch (element) {
                case XmlElement.Text text -> element(xml, text.name(), text.text());
                case XmlElement.Nested nested -> elements(xml, nested.name(), nested.elements());
            }
        }
        xml.writeEndElement();
    }

    private static void element(XMLStreamWriter xml, String name, String text)
            throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(writable(text));
        xml.writeEndElement();
    }

    /** XML 1.0 cannot hold every character, and messages repeat what a client sent. */
    private static String writable(String text) {
        return text.codePoints()
                .map(c -> isXml(c) ? c : REPLACEMENT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= REPLACEMENT)
                || c >= 0x10000;
    }
}
