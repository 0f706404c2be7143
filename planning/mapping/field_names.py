"""What companies call the columns of a dataset, in five languages and in common ERP systems.

Names are compared without blanks, signs, capitals and accents (ä as ae). Ids are a stem with one
of many endings: ``Auftragsnummer``, ``order no``, ``订单编号``.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from planning.mapping.name_keys import name_key

_ID_ENDINGS = (
    "id", "nr", "no", "num", "number", "nummer", "code", "key", "kennung", "ref", "reference",
    "numero", "nro", "codigo", "cod", "clave", "kuerzel",
    "号", "编号", "编码", "代码", "号码", "序号",
)  # fmt: skip

_ORDER = (
    "so ordername lieferschein lieferscheins order auftrag auftrags bestell bestellung"
    " bestellungs sendung sendungs lieferung lieferungs"
    " delivery shipment job task vorgang vorgangs beleg belegs kundenauftrag kundenauftrags"
    " salesorder customerorder"
    " 订单 运单 单据 销售订单 任务 commande livraison pedido orden entrega 配送单 订货"
)
_SKU = (
    "waren prod variant variantsku lineitemsku sku item article artikel product produkt material"
    " materialnr part teile teil goods ware waren"
    " itemcode 商品 货品 物料 产品 货号 商品sku 品项 produit articulo producto referencia"
)
_WAREHOUSE = (
    "filial filiale 网点 standortkuerzel warehouse depot"
    " lager lagerort plant werk werks site standort location"
    " store hub facility dc"
    " 仓库 仓 库房 配送中心 门店 entrepot depotid almacen bodega deposito magasin"
)
_VEHICLE = (
    "lkw vehicle truck van fahrzeug kfz lkw tour wagen car resource ressource kennzeichen"
    " 车辆 车 车牌 货车 vehicule camion vehiculo"
)
_CUSTOMER = "kd customer kunden kunde client 客户 顾客 买家 cliente recipient empfaenger debitor"
_SUPPLIER = "supplier vendor lieferanten lieferant 供应商 fournisseur proveedor kreditor"
_DRIVER = "driver fahrer 司机 驾驶员 chauffeur conductor conducteur"
_ZONE = "zone gebiet tourgebiet area 区域 片区 zona territory"
_REGION = "region gebiet 地区 大区 区域 bundesland"
_LOT = "lot batch charge chargen 批次 批号 lote"
_PROMO = "promo promotion aktion aktions campaign kampagne 促销 活动 promocion"

_IDS: Mapping[str, str] = {
    "order_id": _ORDER,
    "sku": _SKU,
    "warehouse_id": _WAREHOUSE,
    "vehicle_id": _VEHICLE,
    "customer_id": _CUSTOMER,
    "driver_id": _DRIVER,
    "zone_id": _ZONE,
    "region_id": _REGION,
    "lot_id": _LOT,
    "promo_id": _PROMO,
    "supply_lanes.from_id": f"{_SUPPLIER} from source origin von quelle 发货 来源",
    "supply_lanes.to_id": f"{_WAREHOUSE} to target destination nach ziel 收货 目的",
    "inbound.from_id": f"{_SUPPLIER} from source von 来源",
    "inbound.inbound_id": (
        "inbound po purchaseorder bestell bestellung transfer umlagerung zugang einkaufsbeleg"
        " wareneingang asn receipt 采购 采购订单 入库 采购单 入库单 en_commande compra"
    ),
}
"""Stems of ids; those of one table with its name."""

_NAMES: Mapping[str, str] = {
    "order_id": "vbeln aufnr 单号 auftrag orderid order bestellung 订单",
    "sku": "matnr sku artikel article item ean gtin material 货号 物料 商品 skus produkt",
    "warehouse_id": "所属网点 filiale "
    "homesite homedepot werks lgort lager depot warehouse plant werk home"
    " start_depot 仓库 所属仓库 归属仓库"
    " abfahrtslager fdc rdc heimatdepot standort",
    "vehicle_id": "kennzeichen vehicle fahrzeug 车牌号 车牌 车辆 immatriculation matricula plate",
    "customer_id": "kunnr kunde customer 客户",
    "driver_id": "fahrer driver 司机",
    "zone_id": "zone tourgebiet 片区",
    "region_id": "region 大区 地区 land1 regio",
    "lot_id": "charg charge batch lot 批次",
    "promo_id": "aktion promo promotion campaign 促销",
    "lat": "gpsn koordinatebreite coordlatitude 网点纬度 "
    "latitude lat breite breitengrad geobreite gpslat 纬度 y_wgs84 lati latitud zlat geolat"
    " breitengradwgs84 coordlat 北纬",
    "lon": "gpse koordinatelaenge coordlongitude 网点经度 "
    "longitude lon lng long laenge laengengrad geolaenge gpslon 经度 longitud zlon geolon"
    " geolng coordlon 东经 gpslng",
    "supply_lanes.from_id": "lifnr lieferant supplier vendor 供应商 fournisseur proveedor",
    "supply_lanes.to_id": "werks lager warehouse depot plant 仓库 entrepot almacen",
    "inbound.from_id": "lifnr lieferant supplier vendor 供应商",
    "orders.pickup_lat": "pickuplatitude abholbreite abholungbreite 提货纬度 取货纬度 fromlat",
    "orders.pickup_lon": "pickuplongitude abhollaenge abholunglaenge 提货经度 取货经度 fromlon",
    "trips.from_lat": "startlat startlatitude vonbreite originlat 起点纬度",
    "trips.from_lon": "startlon startlng startlongitude vonlaenge originlon 起点经度",
    "trips.to_lat": "endlat endlatitude nachbreite destinationlat destlat 终点纬度",
    "trips.to_lon": "endlon endlng endlongitude nachlaenge destinationlon destlon 终点经度",
    "trips.departed_at": "departure departuretime start starttime abfahrt startzeit 出发时间",
    "trips.duration_s": "duration dauer fahrzeit traveltime 时长 行驶时间 duree",
    "orders.due_date": "wunschlieferdatum promisedate 要求送达日 送达日 "
    "预约配送日期 预约日期 "
    "zustelldatum requestedshipdate requesteddate needdate 计划送达日期 送达日期"
    " datelivraison fechaentrega liefertermindatum "
    "due duedate deliverydate requesteddeliverydate requireddate liefertag"
    " lieferdatum liefertermin wunschtermin wunschdatum zustelltag termin vdatu edatu lfdat wadat"
    " datum date deliveryday shipdate 配送日期 送货日期 交货日期 交付日期 要求到货日期 到货日期"
    " 日期 datelivraison livraison fechaentrega fecha promiseddate",
    "inbound.due_date": "due duedate eta arrivaldate expecteddate eindt liefertermin lieferdatum"
    " ankunft wareneingangsdatum 预计到货日期 到货日期 交货日期 expectedarrival fechaentrega",
    "orders.customer_name": "besteller 收货方 consigneename "
    "razonsocial shippingname 收件人姓名 收件人 kundenname empfaengername "
    "nomclient shiptoname 客户名 收件人 nombrecliente "
    "name name1 kunde kundenname empfaenger empfaengername customer"
    " recipient recipientname client firma company 客户名称 客户姓名 收货人 姓名 客户 nom cliente"
    " customername description beschreibung consignee kontakt",
    "orders.address": "zustelladresse streetaddress 收货详细地址 "
    "shippingstreet 收件地址 strasseundort "
    "详细地址 adresselivraison direccionentrega shiptoaddress "
    "adresse anschrift strasse street streetaddress lieferadresse lieferanschrift"
    " deliveryaddress stras 地址 收货地址 送货地址 配送地址 direccion rue address1 addr",
    "orders.phone": "联系方式 telefonodecontacto "
    "telefon tel telefonnummer phonenumber mobile handy telf1 telephone 电话"
    " 联系电话 手机 手机号 telefono rufnummer",
    "orders.note": "anmerkung anmerkungen ordernote "
    "notiz bemerkung hinweis notes comment comments kommentar remark remarks 备注"
    " 说明 nota observaciones lieferhinweis instructions",
    "orders.window_start": "windowopen zeitfensterbeginn 送达时间起 "
    "deliveryfrom lieferungab 预约开始时间 desde "
    "时间窗起 最早 creneaudebut earliestdelivery franjainicio debutcreneau "
    "windowstart von ab zeitvon lieferzeitvon fensterbeginn fruehestens"
    " earliest earliesttime readytime timefrom starttime opens 最早送达 时间窗开始 最早时间"
    " 开始时间 最早到达时间 timewindowstart twstart zeitfenstervon zeitfensterstart fenstervon"
    " lieferfenstervon debut desde slotstart",
    "orders.window_end": "windowclose zeitfensterende 送达时间止 "
    "deliveryuntil lieferungbis until 预约结束时间 hasta "
    "时间窗止 最晚 creneaufin latestdelivery franjafin fincreneau "
    "windowend bis zeitbis lieferzeitbis fensterende spaetestens latest"
    " latesttime duetime timeto endtime closes 最晚送达 时间窗结束 最晚时间 结束时间 最晚到达时间"
    " timewindowend twend zeitfensterbis zeitfensterende fensterbis lieferfensterbis fin hasta"
    " slotend",
    "orders.window_kind": "windowtype fensterart art zeitfensterart hardsoft 时间窗类型",
    "orders.service_min": "stopminutes standzeit dureeservice tiemposervicio stop "
    "service servicetime serviceduration standzeit entladezeit abladezeit"
    " servicezeit unloadingtime unloadtime stoptime 服务时间 卸货时间 服务时长 dureeservice"
    " tiempodeservicio haltezeit",
    "orders.setup_min": "setup setuptime ruestzeit parkzeit anfahrtszeit 准备时间 停车时间",
    "orders.priority": "priority prio prioritaet dringlichkeit 优先级 priorite prioridad",
    "orders.requirements": "requirement skills anforderungen anforderung ausstattung bedarf"
    " specialrequirements 特殊要求 要求 技能",
    "orders.kind": "type ordertype auftragsart auftragstyp art 订单类型 类型 jobtype",
    "orders.release_time": "release releasetime bereit verfuegbarab freigabezeit 可发货时间",
    "orders.late_cost_per_hour": "latecost lateness verspaetungskosten 延误成本",
    "orders.unassigned_cost": "penalty strafkosten nichtzustellkosten 未配送成本",
    "order_lines.units": "bestelltemenge "
    "购买数量 lineitemquantity "
    "quantityordered 发货数量 quantitecommandee cantidadpedida orderedquantity "
    "quantity qty menge stueck stueckzahl anzahl amount units kwmeng lfimg"
    " menge_st orderqty orderquantity bestellmenge liefermenge auftragsmenge 数量 件数 订购数量"
    " quantite cantidad pieces pcs orderedquantity",
    "inbound.units": "quantity qty menge stueck anzahl units orderqty bestellmenge offenemenge"
    " 数量 采购数量 在途数量 quantite cantidad pieces",
    "inbound.type": "art kind 类型 zugangsart",
    "demand_history.date": "day tag datum verkaufstag verkaufsdatum salesdate saledate 日期"
    " 销售日期 fecha jour budat calday buchungsdatum",
    "demand_history.units": "quantity qty menge sales salesqty unitssold sold absatz absatzmenge"
    " verkauf verkaufsmenge stueck demand nachfrage 销量 销售数量 数量 需求量 ventes ventas"
    " quantitysold verkaufteinheiten",
    "demand_history.price": "preis verkaufspreis salesprice unitprice 价格 售价 单价 prix precio",
    "demand_history.stockout": "outofstock oos ausverkauft fehlbestand 缺货 是否缺货",
    "demand_history.category": "kategorie warengruppe productgroup matkl 品类 类别 categorie",
    "warehouses.name": "仓名 locationname descripcion "
    "仓库 sitename nomentrepot lagerbezeichnung "
    "bezeichnung lagername warehousename depotname name1 仓库名称 名称 nom"
    " nombre plantname standortname description",
    "warehouses.type": "typ art kind lagertyp warehousetype 仓库类型 类型",
    "warehouses.open_time": "营业开始 "
    "oeffnung heureouverture horaapertura ouverture "
    "open opens opening oeffnet oeffnungszeit geoeffnetab offenvon von"
    " openingtime 开门时间 营业开始时间 开始时间 开仓时间 ouverture apertura beginn",
    "warehouses.close_time": "营业结束 "
    "schliessung heurefermeture horacierre fermeture "
    "close closes closing schliesst schliesszeit geoeffnetbis offenbis bis"
    " closingtime 关门时间 营业结束时间 结束时间 关仓时间 fermeture cierre ende",
    "warehouses.timezone": "tz zeitzone 时区 fuseauhoraire zonahoraria",
    "warehouses.storage_capacity_m3": "storagecapacity lagerkapazitaet kapazitaet lagervolumen"
    " capacity 仓储容量 库容 容量",
    "warehouses.inbound_capacity_m3_per_day": "inboundcapacity wareneingangskapazitaet 入库能力",
    "warehouses.outbound_capacity_orders_per_day": "outboundcapacity ordersperday auftraegeprotag"
    " warenausgangskapazitaet 出库能力 日处理订单量",
    "warehouses.docks": "rampen tore gates ladetore doors 月台 装卸口",
    "warehouses.holding_cost_per_m3_day": "holdingcost lagerkosten 仓储费 存储成本",
    "warehouses.handling_cost_per_order": "handlingcost handlingkosten 处理费 操作费",
    "products.name": "warenbezeichnung 货品名称 "
    "title produktbezeichnung sku名称 descripcion "
    "itemdescription 物料描述 商品描述 descripcion libelle "
    "bezeichnung artikelbezeichnung artikelname productname itemname description"
    " beschreibung maktx produktname 商品名称 名称 品名 物料名称 产品名称 nom nombre designation"
    " kurztext artikeltext",
    "products.category": "wgr productfamily famille 物料组 "
    "kategorie warengruppe productgroup itemgroup group matkl spart"
    " produktgruppe 类别 品类 分类 商品类别 categorie categoria familie family",
    "products.unit_value": "nettopreis nettowert 含税成本 不含税成本 "
    "costperitem preciocoste preciodecoste 采购成本 wertjestueck "
    "stdcost standardkosten einstand einstandspreis coutunitaire 标准成本"
    " prixachat costounitario "
    "value wert einkaufspreis ekpreis ek cost unitcost purchaseprice"
    " standardpreis standardcost stprs verpr netpr itemcost warenwert 单位价值 成本 进价 采购价"
    " 成本价 单位成本 valeur cout costo costprice stueckwert",
    "products.unit_price": "prixvente prixdevente verkaufspreise preciodeventa "
    "price preis verkaufspreis vkpreis vk salesprice listprice retailprice"
    " listenpreis 售价 单价 销售价 价格 prix precio kbetr endpreis",
    "products.unit_volume_m3": "cube volumeunitaire volumenunitario 单件体积 "
    "volume volumen volum itemvolume unitvolume stueckvolumen"
    " artikelvolumen 体积 单位体积 商品体积 cubage 单件体积 rauminhalt",
    "products.unit_weight_kg": "masse "
    "grams weightgrams "
    "poidsbrut poidsnet pesobruto 单件毛重 单件净重 毛重 "
    "weight gewicht brgew ntgew grossweight netweight bruttogewicht"
    " nettogewicht stueckgewicht artikelgewicht unitweight itemweight 重量 毛重 净重 单位重量 poids"
    " peso 单件重量",
    "products.case_pack_units": "casepack casesize packsize packungsgroesse gebinde gebindegroesse"
    " kartoninhalt ve verpackungseinheit unitspercase 箱规 装箱数 每箱数量 umrez stueckprokarton",
    "products.pallet_units": "unitsperpallet palletqty palettenmenge stueckpropalette 托盘数量"
    " 每托数量",
    "products.shelf_life_days": "shelflife haltbarkeit mhd mhdhb resthaltbarkeit 保质期 保质期天数"
    " dureedevie vidautil mhdtage",
    "products.goods_class": "goodsclass gefahrgutklasse warenart temperaturklasse 货物类别 温层",
    "stock.on_hand_units": "quantityonhand quantitestock quantiteenstock cantidadstock "
    "onhand stock bestand menge quantity qty lagerbestand labst"
    " verfuegbarerbestand availablestock inventory 库存 库存数量 现有库存 数量 实物库存 在库数量"
    " stockdisponible existencias onhandqty istbestand freierbestand",
    "stock.reserved_units": "reserved reserviert reservierungen allocated committed 预留 占用库存"
    " 锁定库存 reserve",
    "stock.expiry_date": "expiry expirydate expirationdate mhd ablaufdatum vfdat bestbefore"
    " 到期日 有效期 过期日期 haltbarbis verfalldatum",
    "stock.as_of_date": "asof stockdate stichtag bestandsdatum snapshotdate 盘点日期 库存日期 datum"
    " date",
    "supply_lanes.lead_time_days": "leadtime lieferzeit wiederbeschaffungszeit plifz"
    " wbz 提前期 交货周期 供货周期 采购提前期 delai plazo lieferfrist",
    "supply_lanes.lead_time_sd_days": "leadtimesd leadtimestd leadtimedeviation"
    " lieferzeitstreuung 提前期标准差",
    "supply_lanes.review_days": "review reviewperiod bestellrhythmus bestellintervall 盘点周期"
    " 订货周期",
    "supply_lanes.moq_units": "moq minimumorder minorderqty minorder mindestbestellmenge"
    " mindestmenge bstmi 最小起订量 起订量 最小订购量 minqty",
    "supply_lanes.order_multiple_units": "ordermultiple multiple rundungswert bstrf losgroesse"
    " 订货倍数 倍数 bestellraster lotsize",
    "supply_lanes.max_units_per_day": "maxperday maxdailyqty maximalmengeprotag 日最大供货量",
    "supply_lanes.unit_cost": "cost price einkaufspreis ekpreis purchaseprice netpr 采购价 进价",
    "supply_lanes.fixed_cost_per_order": "fixedcost ordercost bestellkosten fixkosten 订货成本",
    "supply_lanes.truck_capacity_m3": "truckcapacity lkwkapazitaet 货车容量",
    "supply_lanes.fixed_cost_per_truck": "truckcost lkwkosten kostenprolkw 每车费用",
    "promotions.start_date": "start startdate von beginn ab 开始日期 datab",
    "promotions.end_date": "end enddate bis ende 结束日期 datbi",
    "promotions.name": "aktionsname bezeichnung 活动名称 promotionname",
    "promotions.discount_pct": "discount rabatt nachlass 折扣",
    "promotions.scope": "artikel items gueltigfuer 适用范围",
    "holidays.date": "day tag datum feiertag 日期",
    "holidays.name": "bezeichnung feiertagsname holiday 节日 名称",
    "holidays.working": "workingday arbeitstag 调休 上班",
    "vehicles.name": "bezeichnung fahrzeugname vehiclename description 车辆名称 名称",
    "vehicles.profile": "type typ vehicletype fahrzeugtyp fahrzeugart art 车型 类型",
    "vehicles.capacity_m3": "laderaumvolumen 可用容积 volumecap "
    "ladekapazitaet capacidad 最大容积 "
    "maxcube volumeutile 车厢容积 volumenutil "
    "volume volumen ladevolumen laderaum capacityvolume maxvolume"
    " volumecapacity 容积 最大体积 载货容积 车厢容积 volumecapacite capacityvol",
    "vehicles.capacity_kg": "cargamaxima 最大载重 ladekapazitaet capacidad "
    "maxweight chargeutile 核定载重 cargautil zuladung "
    "payload nutzlast zuladung maxweight weightcapacity capacityweight"
    " maxgewicht 载重 最大载重 载重量 额定载重 chargeutile",
    "vehicles.capacity_parcels": "parcels pakete maxparcels paketkapazitaet 最大件数 最大包裹数",
    "vehicles.gross_weight_kg": "grossweight gesamtgewicht zulaessigesgesamtgewicht zgg gvw 总重",
    "vehicles.height_m": "height hoehe fahrzeughoehe 车高 高度",
    "vehicles.shift_start": "dienstvon startofshift 出勤开始 "
    "最早出车时间 horainicioturno inicioturno "
    "shiftbegin debutservice heuredebut horainicio 班次开始时间 arbeitsstart "
    "shiftstart schichtbeginn dienstbeginn arbeitsbeginn start starttime"
    " beginn von workstart 上班时间 班次开始 开始时间 出车时间 timewindowstart schichtvon"
    " availablefrom startzeit",
    "vehicles.shift_end": "dienstbis endofshift 出勤结束 "
    "最晚回仓时间 horafinturno finturno "
    "shiftfinish finservice heurefin horafin 班次结束时间 "
    "shiftend schichtende dienstende arbeitsende end endtime ende bis workend"
    " 下班时间 班次结束 结束时间 收车时间 timewindowend schichtbis availableto endzeit",
    "vehicles.fixed_cost": "fixed fixcost fixkosten tagessatz dailycost 固定成本 固定费用 coutfixe",
    "vehicles.cost_per_km": "kmcost kilometerkosten kmsatz costkm kmkosten 每公里成本 公里成本"
    " perkmcost distancecost kostenprokm",
    "vehicles.cost_per_hour": "hourcost stundensatz hourlycost stundenkosten 每小时成本 小时成本"
    " timecost kostenprostunde perhourcost",
    "vehicles.overtime_cost_per_hour": "overtimecost ueberstundensatz ueberstundenkosten 加班费",
    "vehicles.max_overtime_min": "maxovertime maxueberstunden 最大加班",
    "vehicles.max_distance_km": "maxdistance maxkm maxstrecke reichweite range 最大里程 续航",
    "vehicles.max_stops": "maxstops maxstopps maxtasks stoppsmax 最大站点数",
    "vehicles.max_trips": "maxtrips maxtouren trips 最大趟次",
    "vehicles.reload_min": "reload reloadtime nachladezeit 装车时间",
    "vehicles.break_min": "break breaktime pause pausenzeit 休息时间",
    "vehicles.break_earliest": "breakstart pausevon 休息开始",
    "vehicles.break_latest": "breakend pausebis 休息结束",
    "vehicles.equipment": "skills ausstattung features ausruestung 设备 配置",
    "vehicles.co2_g_per_km": "co2 co2emission emissionen 碳排放",
    "vehicles.start_date": "date datum day tag einsatztag 日期",
    "vehicles.end_warehouse_id": "enddepot enddepotid endlager zieldepot end_warehouse 结束仓库",
    "drivers.name": "fahrername drivername 姓名 司机姓名 nom",
    "drivers.languages": "sprachen 语言",
    "drivers.licence": "license fuehrerschein 驾照",
    "zones.name": "bezeichnung gebietsname 区域名称",
    "zones.geometry": "geom wkt polygon shape 几何 边界",
    "zones.kind": "type art 类型",
    "speed_profiles.road_class": "roadclass strassenklasse highway 道路等级",
    "speed_profiles.speed_ratio": "ratio speedratio faktor factor 速度比",
    "events.at": "time timestamp zeitpunkt 时间",
    "events.kind": "type event art 事件",
    "settings.key": "schluessel setting name parameter 键",
    "settings.value": "wert 值",
}
"""Column -> its names; those of one table with its name."""

_TABLES: Mapping[str, str] = {
    "warehouses": "filialen filiale 网点 distributioncenters dcs "
    "仓库主数据 "
    "warehouse depot depots lager lagerorte standorte standort werke plants plant"
    " sites t001w 仓库 仓库信息 仓库表 库房 entrepots almacenes lagerstandorte locations",
    "products": "waren warenliste catalog katalog 货品 货品资料 "
    "produkt articulos productvariants produktliste "
    "sortiment itemmaster 物料主数据 商品主数据 "
    "product artikel artikelstamm articles items item materials material"
    " materialstamm mara products produkte skus sku 商品 商品信息 物料 产品 商品表 produits"
    " productos itemmaster warenstamm",
    "supply_lanes": "vendoritems 采购信息 "
    "supplylane lanes suppliers lieferanten lieferantenartikel beschaffung"
    " bezugsquellen eina eine eord 供应商 供应 供货 purchaseinfo sourcing infosaetze",
    "stock": "inventorylevels "
    "stocks bestand bestaende lagerbestand lagerbestaende inventory onhand mard mchb"
    " 库存 库存表 existencias stocklevels",
    "inbound": "inbounds purchaseorders openpo bestellungen_lieferanten wareneingaenge zugaenge"
    " offene_bestellungen ekpo eket 在途 采购订单 采购 入库 einkaufsbestellungen",
    "demand_history": "demand sales saleshistory absatz absatzhistorie verkaeufe verkauf"
    " nachfrage bedarf 销售 销量 销售历史 历史销量 ventes ventas umsatz transactions s700",
    "promotions": "promotion aktionen aktion campaigns 促销 促销活动",
    "holidays": "holiday feiertage feiertag 节假日 假期 joursferies festivos",
    "orders": "bestelleingang customerorders "
    "lieferliste lieferung ordersexport 订单主 "
    "salesorders tourauftraege 配送单 auftragsliste "
    "order auftraege auftrag bestellungen sendungen lieferungen deliveries jobs shipments"
    " kundenauftraege vbak likp 订单 订单表 运单 配送订单 commandes pedidos stops tasks",
    "order_lines": "bestellzeilen orderdetail 运单货品 "
    "lineitems lieferscheinpositionen lineasdepedido 订单商品明细 "
    "salesorderlines auftragszeilen lignescommande 配送单明细 lineaspedido "
    "orderlines lines positionen auftragspositionen auftragspos orderitems"
    " orderdetails lieferpositionen vbap lips bestellpositionen 订单明细 明细 订单行 订单商品"
    " lignes lineas orderpositions positions",
    "vehicles": "wagenpark 运力 "
    "flota fleetvehicles "
    "车辆档案 fahrzeugliste vehicleslist "
    "vehicle fahrzeuge fahrzeug fleet fuhrpark flotte trucks lkw 车辆 车辆信息 车队"
    " vehicules vehiculos kfz vans",
    "drivers": "driver fahrer fahrerliste 司机 驾驶员 chauffeurs conductores",
    "speed_profiles": "speedprofile speeds geschwindigkeiten 速度",
    "trips": "trip fahrten fahrt gpstrips 行程",
    "zones": "zone gebiete gebiet areas 区域 zonas",
    "events": "event ereignisse statusmeldungen 事件",
    "settings": "setting einstellungen parameter config 设置 配置",
}


@cache
def names_of(table: str, column: str) -> frozenset[str]:
    """Keys of the names that a column of a table is known by, without its own."""
    return frozenset(_names(table, column))


@cache
def table_names(table: str) -> frozenset[str]:
    """Keys of the names that a table is known by, its own among them."""
    return frozenset({name_key(table), *map(name_key, _TABLES[table].split())})


def _names(table: str, column: str) -> Iterator[str]:
    for entry in (column, f"{table}.{column}"):
        yield from map(name_key, _NAMES.get(entry, "").split())
        for stem in _IDS.get(entry, "").split():
            yield from (name_key(stem + ending) for ending in _ID_ENDINGS)
    own_noun = column.removesuffix("_id")
    if column.endswith("_id") or column == "sku":
        is_key = table.removesuffix("s") == own_noun or (table, column) == ("products", "sku")
        if is_key:
            yield from map(name_key, _ID_ENDINGS)
