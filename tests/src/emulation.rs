//! Screens, colour schemes and languages other than the driver's own.

use anyhow::Result;
use serde_json::json;

use crate::tab::Tab;

/// A screen the design names, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// 1440 × 900.
    Desktop,
    /// 1180 × 820, touch: the till.
    Tablet,
    /// 1024 × 768, touch.
    SmallTablet,
    /// 390 × 844 at two device pixels, touch.
    Phone,
    /// 320 × 640: nothing may need sideways scrolling here.
    Narrow,
}

impl Device {
    const fn screen(self) -> (u32, u32, u32, bool) {
        match self {
            Self::Desktop => (1440, 900, 1, false),
            Self::Tablet => (1180, 820, 1, true),
            Self::SmallTablet => (1024, 768, 1, true),
            Self::Phone => (390, 844, 2, true),
            Self::Narrow => (320, 640, 2, true),
        }
    }

    /// A name for a file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Desktop => "desktop",
            Self::Tablet => "tablet",
            Self::SmallTablet => "small-tablet",
            Self::Phone => "phone",
            Self::Narrow => "narrow",
        }
    }
}

/// What the system prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Scheme {
    /// As in the media query.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl Tab {
    /// Shows the page on another screen.
    ///
    /// # Errors
    /// If the browser refuses.
    pub async fn device(&self, device: Device) -> Result<()> {
        let (width, height, scale, touch) = device.screen();
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": scale, "mobile": touch,
        });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).await?;
        let touch = json!({ "enabled": touch });
        self.cdp("Emulation.setTouchEmulationEnabled", touch).await?;
        Ok(())
    }

    /// Lets the system prefer light or dark.
    ///
    /// # Errors
    /// If the browser refuses.
    pub async fn scheme(&self, scheme: Scheme) -> Result<()> {
        let feature = json!({ "name": "prefers-color-scheme", "value": scheme.name() });
        self.cdp("Emulation.setEmulatedMedia", json!({ "features": [feature] })).await?;
        Ok(())
    }

    /// Pixels by which the page is wider than the window; 0 unless it scrolls sideways.
    ///
    /// # Errors
    /// If the session is gone.
    pub async fn sideways_overflow(&self) -> Result<i64> {
        let script =
            "const page = document.scrollingElement; return page.scrollWidth - page.clientWidth";
        Ok(self.script(script, vec![]).await?.as_i64().unwrap_or_default())
    }
}
