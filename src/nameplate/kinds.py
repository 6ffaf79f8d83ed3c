"""The one table of observation kinds: what each means, and which role its values play.

Kinds are named after Recog's `matches` where one exists and after the source otherwise. Sources
write kinds, rules read roles or kinds; neither knows the other. A kind that no line here covers
is kept and not used.
"""

import fnmatch
import functools
from typing import Literal, NamedTuple

Role = Literal[
    "maker",
    "brand",
    "model",
    "serial",
    "mac",
    "ip",
    "hostname",
    "asset_tag",
    "firmware",
    "text",
    "site",
    "purpose_text",
    "category",
    "seller",
    "acquired",
    "quantity",
    "status",
    "identifier_uuid",
    "banner",
    "mac_vendor",
    "name",
    "money",
    "attested",
    "evidence",
]


class Kind(NamedTuple):
    """One line of the table; `pattern` is a kind or a shell pattern over kinds."""

    pattern: str
    role: Role
    meaning: str


TABLE: tuple[Kind, ...] = (
    # What a list of holdings says
    Kind("inventory.maker", "maker", "maker or manufacturer as the list's writer gave it"),
    Kind("inventory.brand", "brand", "brand on the label as the list's writer gave it"),
    Kind("inventory.model", "model", "model or part number in a list"),
    Kind("inventory.serial", "serial", "serial number in a list"),
    Kind("inventory.asset_tag", "asset_tag", "the holder's own tag on the unit"),
    Kind("inventory.description", "text", "free text about the unit"),
    Kind("inventory.name", "name", "the unit's name in the list"),
    Kind("inventory.supplier", "seller", "who sold the unit"),
    Kind("inventory.category", "category", "kind of product in the list's own words"),
    Kind("inventory.site", "site", "site, building or school as the list names it"),
    Kind("inventory.place", "text", "place within the site: floor, room, pole"),
    Kind("inventory.acquired", "acquired", "date of purchase or delivery"),
    Kind("inventory.installed", "acquired", "date of installation"),
    Kind("inventory.quantity", "quantity", "how many alike units the line stands for"),
    Kind("inventory.status", "status", "in use, in store, disposed ... in the list's words"),
    Kind("inventory.firmware", "firmware", "firmware version in a list"),
    Kind("inventory.funding", "money", "which money paid for it"),
    Kind("inventory.attested", "attested", "a seller's claim, e.g. 'NDAA compliant'"),
    Kind("inventory.driver", "evidence", "driver or protocol that a video system uses for the unit"),
    Kind("fcc_id", "evidence", "FCC ID on the label or in a list"),
    Kind("plate.text", "text", "what a person or a camera read off the plate"),
    # Identifiers
    Kind("mac", "mac", "MAC address of the unit's own interface"),
    Kind("mac.vendor", "mac_vendor", "vendor name another tool gave to the MAC address"),
    Kind("ip", "ip", "IPv4 or IPv6 address of the unit"),
    Kind("hostname", "hostname", "host name given by the unit or for it"),
    # What a unit says of itself
    Kind("onvif.*manufacturer", "maker", "ONVIF GetDeviceInformation Manufacturer"),
    Kind("onvif.*model", "model", "ONVIF GetDeviceInformation Model"),
    Kind("onvif.*serialnumber", "serial", "ONVIF GetDeviceInformation SerialNumber"),
    Kind("onvif.*firmwareversion", "firmware", "ONVIF GetDeviceInformation FirmwareVersion"),
    Kind("onvif.*hwaddress", "mac", "ONVIF GetNetworkInterfaces HwAddress"),
    Kind("onvif.*", "evidence", "another field of an ONVIF answer (scopes, HardwareId)"),
    Kind("wsd.*endpoint", "identifier_uuid", "WS-Discovery endpoint reference"),
    Kind("wsd.*", "evidence", "WS-Discovery types and scopes"),
    Kind("isapi.*subserialnumber", "evidence", "ISAPI short serial number; not unique"),
    Kind("isapi.*devicename", "name", "ISAPI deviceName"),
    Kind("isapi.inputproxychannel.name", "name", "name of a recorder's channel"),
    Kind("isapi.*devicetype", "category", "ISAPI deviceType"),
    Kind("isapi.*model", "model", "ISAPI deviceInfo or channel model"),
    Kind("isapi.*serialnumber", "serial", "ISAPI serialNumber"),
    Kind("isapi.*macaddress", "mac", "ISAPI macAddress"),
    Kind("isapi.*deviceid", "identifier_uuid", "ISAPI deviceID"),
    Kind("isapi.*firmwareversion", "firmware", "ISAPI firmwareVersion"),
    Kind("isapi.*manufacturer", "maker", "ISAPI manufacturer"),
    Kind("isapi.*ipaddress", "ip", "ISAPI ipAddress"),
    Kind("isapi.*", "evidence", "another field of an ISAPI answer"),
    Kind("sadp.*devicedescription", "model", "SADP DeviceDescription (the model)"),
    Kind("sadp.*devicesn", "serial", "SADP DeviceSN"),
    Kind("sadp.*mac*", "mac", "SADP MAC"),
    Kind("sadp.*softwareversion", "firmware", "SADP SoftwareVersion"),
    Kind("sadp.*ipv4address", "ip", "SADP IPv4Address"),
    Kind("sadp.*", "evidence", "another field of an SADP answer"),
    Kind("dhip.*mac", "mac", "DHIP mac"),
    Kind("dhip.*serialno", "serial", "DHIP SerialNo"),
    Kind("dhip.*devicetype", "model", "DHIP DeviceType"),
    Kind("dhip.*vendor", "maker", "DHIP Vendor"),
    Kind("dhip.*manufacturer", "maker", "DHIP Manufacturer"),
    Kind("dhip.*version", "firmware", "DHIP Version"),
    Kind("dhip.*ipv4address.ipaddress", "ip", "DHIP IPv4 address"),
    Kind("dhip.*", "evidence", "another field of a DHIP answer"),
    Kind("dahua.*vendor", "maker", "magicBox getVendor"),
    Kind("dahua.*devicetype", "model", "magicBox getDeviceType"),
    Kind("dahua.*softwareversion", "firmware", "magicBox getSoftwareVersion"),
    Kind("dahua.*", "evidence", "another magicBox answer"),
    Kind("magicbox.devicetype", "model", "magicBox deviceType"),
    Kind("magicbox.serialnumber", "serial", "magicBox serialNumber"),
    Kind("magicbox.updateserial", "model", "magicBox updateSerial: the original series"),
    Kind("magicbox.vendor", "maker", "magicBox vendor"),
    Kind("magicbox.version", "firmware", "magicBox version"),
    Kind("magicbox.*", "evidence", "another magicBox line"),
    Kind("gb28181.*manufacturer", "maker", "GB28181 catalogue Manufacturer"),
    Kind("gb28181.*model", "model", "GB28181 catalogue Model"),
    Kind("gb28181.*owner", "firmware", "GB28181 catalogue Owner (often the firmware)"),
    Kind("gb28181.*", "evidence", "another GB28181 field"),
    Kind("lapi.*model", "model", "LAPI device model"),
    Kind("lapi.*serialnumber", "serial", "LAPI serial number"),
    Kind("lapi.*", "evidence", "another field of a LAPI answer"),
    Kind("software.*", "evidence", "publisher, name or process of installed software"),
    Kind("usb.id", "evidence", "USB vendor and product id"),
    Kind("wifi.ssid", "evidence", "name of a wireless network that the unit opens"),
    Kind("upnp.manufacturer", "maker", "UPnP device description manufacturer"),
    Kind("upnp.modeldescription", "text", "UPnP device description modelDescription"),
    Kind("upnp.modelurl", "evidence", "UPnP device description modelURL"),
    Kind("upnp.friendlyname", "name", "UPnP device description friendlyName"),
    Kind("upnp.model*", "model", "UPnP device description modelName, modelNumber"),
    Kind("upnp.serialnumber", "serial", "UPnP device description serialNumber"),
    Kind("upnp.udn", "identifier_uuid", "UPnP device description UDN"),
    Kind("upnp.*", "evidence", "another field of a UPnP device description"),
    Kind("ssdp.usn", "identifier_uuid", "SSDP USN"),
    Kind("ssdp.server", "banner", "SSDP SERVER header"),
    Kind("ssdp.*", "evidence", "SSDP header"),
    Kind("mdns.*", "evidence", "mDNS record"),
    Kind("lldp.chassis_id", "mac", "LLDP chassis id where it is a MAC address"),
    Kind("lldp.system_name", "hostname", "LLDP system name"),
    Kind("lldp.system_description", "banner", "LLDP system description"),
    Kind("lldp.manufacturer", "maker", "LLDP-MED manufacturer name"),
    Kind("lldp.model", "model", "LLDP-MED model name"),
    Kind("lldp.serial", "serial", "LLDP-MED serial number"),
    Kind("lldp.*", "evidence", "another LLDP field"),
    Kind("cdp.platform", "model", "CDP platform"),
    Kind("cdp.version", "banner", "CDP software version"),
    Kind("cdp.*", "evidence", "another CDP field"),
    Kind("cli.maker", "maker", "maker that a switch's own output names"),
    Kind("cli.model", "model", "model in show version, show inventory"),
    Kind("cli.serial", "serial", "serial number in show version, show inventory"),
    Kind("cli.firmware", "firmware", "software version in show version"),
    Kind("cli.description", "banner", "how a switch describes itself"),
    Kind("capture.behind", "evidence", "MAC address that forwards for the unit, in a capture"),
    Kind("wps.manufacturer", "maker", "maker that an access point's beacon names (WPS)"),
    Kind("wps.model*", "model", "model that an access point's beacon names (WPS)"),
    Kind("wps.*", "evidence", "another WPS field"),
    Kind("arp.*", "evidence", "interface or state of an ARP entry"),
    Kind("neigh.*", "evidence", "interface or state of a neighbour entry"),
    Kind("mac_table.*", "evidence", "switch, port or VLAN at which a MAC address was seen"),
    Kind("component.*", "evidence", "a part inside the unit"),
    Kind("snmp.sys_description", "banner", "SNMP sysDescr"),
    Kind("snmp.sys_object_id", "evidence", "SNMP sysObjectID"),
    Kind("snmp.sys_name", "hostname", "SNMP sysName"),
    Kind("snmp.ifphysaddress", "mac", "SNMP ifPhysAddress"),
    Kind("snmp.manufacturer", "maker", "maker of the chassis: entPhysicalMfgName and makers' own variables"),
    Kind("snmp.model", "model", "model of the chassis: entPhysicalModelName and makers' own variables"),
    Kind("snmp.serial", "serial", "serial number of the chassis: entPhysicalSerialNum and makers' own variables"),
    Kind("snmp.firmware", "firmware", "firmware or software revision of the chassis"),
    Kind("snmp.*", "evidence", "another SNMP variable, by OID"),
    Kind("http_header.*", "banner", "HTTP header that the unit sent"),
    Kind("html_title", "banner", "title of the unit's web page"),
    Kind("http.*", "banner", "HTTP answer"),
    Kind("favicon.*", "evidence", "hash of the unit's favicon"),
    Kind("rtsp_header.*", "banner", "RTSP response header"),
    Kind("rtsp.*", "banner", "RTSP answer or stream path"),
    Kind("x509.*", "evidence", "field of a TLS certificate; `x509.chain.*` of those of its issuers"),
    Kind("tls.*", "evidence", "TLS fingerprint"),
    Kind("dhcp_vendor_class", "evidence", "DHCP option 60"),
    Kind("dhcp.*", "evidence", "another DHCP field"),
    Kind("dns.query", "evidence", "host name that the unit asked for"),
    Kind("nmap.devicetype", "category", "kind of device that nmap named"),
    Kind("nmap.product", "banner", "product that nmap named for a service"),
    Kind("nmap.cpe", "evidence", "CPE name that nmap gave"),
    Kind("nmap.*", "evidence", "another nmap field"),
    Kind("firmware.file", "evidence", "name of a firmware file"),
    Kind("*.banner", "banner", "text that a service sends first"),
    Kind("sip_header.*", "banner", "SIP header"),
    Kind("*", "evidence", "not in this table: kept, not used"),
)
"""First line whose pattern fits (case ignored) decides."""


@functools.lru_cache(maxsize=4096)
def lookup(kind: str) -> Kind:
    """The table's line for `kind`; the last line of the table fits everything."""
    name = kind.lower()
    return next(line for line in TABLE if fnmatch.fnmatchcase(name, line.pattern))


def role(kind: str) -> Role:
    """The role of a kind, e.g. `onvif.manufacturer` -> `maker`."""
    return lookup(kind).role
