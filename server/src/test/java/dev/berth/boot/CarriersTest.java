package dev.berth.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class CarriersTest {
    @Test
    void thereIsOneForEachCoreAndForEachNativeCall() {
        var system = new Properties();

        Carriers.provide(system, 2);

        assertThat(system.getProperty(Carriers.PROPERTY)).isEqualTo("7");
    }

    @Test
    void whoeverSetANumberKeepsIt() {
        var system = new Properties();
        system.setProperty(Carriers.PROPERTY, "3");

        Carriers.provide(system, 2);

        assertThat(system.getProperty(Carriers.PROPERTY)).isEqualTo("3");
    }
}
