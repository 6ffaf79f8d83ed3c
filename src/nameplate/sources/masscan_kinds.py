"""What masscan's names of services (masscan-app.c) are as kinds of observations; '' for what tells of no unit."""

KINDS = {
    "title": "html_title",
    "http.server": "http_header.server",
    "http": "http.banner",
    "snmp": "snmp.sys_description",
    "pop": "pop3.banner",
    "imap": "imap4.banner",
    "X509": "",
    "X509CA": "",
    "ssl": "",
    "html": "",
    "versioning": "",
}
